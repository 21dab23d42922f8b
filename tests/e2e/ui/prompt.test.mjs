import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../server.mjs'
import { assertAccessible, launch, open, screenshot } from './browser.mjs'

let server
let browser

before(async () => { [server, browser] = await Promise.all([startServer(), launch()]) })
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

const hash = '/#/prompt'
const draftOf = page => page.getByRole('textbox', { name: 'Your draft' })
const resultOf = page => page.getByRole('tabpanel')

async function write(page, model, text) {
  await page.getByLabel('Model', { exact: true }).selectOption(model)
  await draftOf(page).fill(text)
}

test('a draft is rephrased beside itself, compared, used, and had back', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash })
  assert.equal(await page.getByRole('button', { name: 'Rephrase' }).isDisabled(), true)
  await write(page, 'sim/stages', 'a small stream that never loses a drop of its water')
  await page.getByRole('button', { name: 'Rephrase' }).click()
  const use = page.getByRole('button', { name: 'Use as the new draft' })
  await use.waitFor()
  await screenshot(page, 'prompt-result')
  await assertAccessible(page)
  await page.getByRole('tab', { name: 'What changed' }).click()
  await screenshot(page, 'prompt-changed')
  await use.click()
  const undo = page.getByRole('button', { name: 'Undo' })
  await undo.click()
  assert.equal(await draftOf(page).inputValue(), 'a small stream that never loses a drop of its water')
  assert.deepEqual(errors, [])
})

test('a specification is drawn while it comes, and a stopped one stays', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash })
  await write(page, 'sim/markdown', 'A web page for a library')
  await page.getByRole('button', { name: 'Full specification' }).click()
  await resultOf(page).getByRole('heading').first().waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('button', { name: 'Use as the new draft' }).waitFor()
  await screenshot(page, 'prompt-stopped')
  assert.deepEqual(errors, [])
})

test('a reload in the middle of a result goes on with it', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash })
  await write(page, 'sim/steady', 'A web page for a library')
  await page.getByRole('button', { name: 'Enhanced prompt' }).click()
  await page.getByRole('button', { name: 'Stop' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Use as the new draft' }).waitFor()
  assert.equal(await draftOf(page).inputValue(), 'A web page for a library')
  assert.ok((await resultOf(page).innerText()).length > 200)
  assert.deepEqual(errors, [])
})

test('what fails is said, and can be tried again', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash })
  await write(page, 'sim/error', 'A web page for a library')
  await page.getByRole('button', { name: 'Rephrase' }).click()
  const alert = page.getByRole('alert')
  await alert.getByText(/err_/).waitFor()
  await alert.getByRole('button', { name: 'Try again' }).waitFor()
  assert.deepEqual(errors, [])
})
