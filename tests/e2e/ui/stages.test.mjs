import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../server.mjs'
import { assertAccessible, launch, open, screenshot } from './browser.mjs'

let server
let browser

before(async () => { [server, browser] = await Promise.all([startServer(), launch()]) })
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

const hash = '/#/stages'
const box = (page, name) => page.getByRole('article', { name })

async function begin(page, model, idea) {
  await page.getByRole('textbox', { name: 'Your idea' }).fill(idea)
  await page.getByText('More', { exact: true }).click()
  await page.getByLabel('Model', { exact: true }).selectOption(model)
  await page.getByRole('button', { name: 'Start' }).click()
}

test('an idea goes through the four boxes, one after the other', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash, reducedMotion: 'reduce' })
  await begin(page, 'sim/stages', 'rate=5\nEin Hund, der Angst vor dem Mond hat')
  await box(page, 'Translation').getByText('Ein Hund').waitFor()
  assert.equal(await box(page, 'Ready for the artwork').getByText('comes later').count(), 1)
  await screenshot(page, 'stages-running')
  await box(page, 'Ready for the artwork').getByRole('button', { name: 'Copy' }).waitFor()
  for (const name of ['Translation', 'Transformation', 'Safety check', 'Ready for the artwork']) await box(page, name).getByText('done', { exact: true }).waitFor()
  assert.equal(await page.getByText('SAFE:').count(), 0)
  await screenshot(page, 'stages-ready')
  await assertAccessible(page)
  assert.deepEqual(errors, [])
})

test('a blocked idea is said kindly, and the way back is there', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash, reducedMotion: 'reduce' })
  await begin(page, 'sim/stages', 'blockme, please')
  await box(page, 'Safety check').getByText('not this time').waitFor()
  await screenshot(page, 'stages-blocked')
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Change your idea and try again' }).click()
  assert.equal(await page.getByRole('textbox', { name: 'Your idea' }).evaluate(element => element === document.activeElement), true)
  assert.deepEqual(errors, [])
})

test('the typewriter writes on, and shows all when it is turned off', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash })
  const typewriter = page.getByRole('switch', { name: 'Typewriter' })
  assert.equal(await typewriter.getAttribute('aria-checked'), 'true')
  await begin(page, 'sim/stages', 'A dog that is afraid of the moon')
  await box(page, 'Translation').getByText('A dog').waitFor()
  await typewriter.click()
  await box(page, 'Ready for the artwork').getByRole('button', { name: 'Copy' }).waitFor()
  assert.deepEqual(errors, [])
})

test('a reload in the middle goes on, and a stop stops', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash, reducedMotion: 'reduce' })
  await begin(page, 'sim/stages', 'rate=2\nA dog that is afraid of the moon and of the sun and of the sea')
  await box(page, 'Translation').getByText('A dog').waitFor()
  await page.reload()
  await box(page, 'Translation').getByText('A dog').waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('stopped', { exact: true }).first().waitFor()
  assert.deepEqual(errors, [])
})
