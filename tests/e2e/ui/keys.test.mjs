import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../server.mjs'
import { ask, assertAccessible, ended, launch, open, screenshot } from './browser.mjs'

const key = 'a-key-that-nobody-guesses'
let server
let browser

before(async () => { [server, browser] = await Promise.all([startServer({ Tokenrill__Keys__0__Name: 'anna', Tokenrill__Keys__0__Key: key }), launch()]) })
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

test('a server with keys is asked for one; it is kept for the tab, and in no address', async t => {
  const { page, errors, newPage } = await open(t, browser, server.url)
  const entry = page.getByLabel('API key')
  await entry.waitFor()
  await screenshot(page, 'key')
  await assertAccessible(page)
  await entry.fill('a-key-that-is-not-the-one')
  await entry.press('Enter')
  await page.getByText('The server does not know this key.').waitFor()
  await entry.fill(key)
  await entry.press('Enter')
  await ask(page, 'sim/steady', 'tokens=5 rate=0')
  await ended(page)
  await page.reload()
  await ended(page)
  assert.ok(!page.url().includes(key))
  assert.equal(await page.evaluate(() => JSON.stringify(localStorage)).then(kept => kept.includes('a-key')), false)
  await (await newPage()).getByLabel('API key').waitFor()
  assert.deepEqual(errors.filter(error => !/status of 401/.test(error)), [])
})
