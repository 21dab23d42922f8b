// Widths, lights, directions, and what the page may do.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../server.mjs'
import { ask, assertAccessible, ended, launch, open, screenshot } from './browser.mjs'

let server
let browser

before(async () => { [server, browser] = await Promise.all([startServer(), launch()]) })
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }

for (const page of ['chat', 'prompt', 'stages', 'streams'])
  for (const [name, options] of [['phone', phone], ['dark', { colorScheme: 'dark' }]])
    test(`${page}, ${name}: nothing sticks out, and axe finds nothing serious`, async t => {
      const opened = await open(t, browser, server.url, { hash: `/#/${page}`, ...options })
      await opened.page.getByRole('navigation', { name: 'Pages' }).waitFor()
      await opened.page.getByRole('heading', { level: 1 }).first().waitFor()
      const sideways = await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(sideways <= 0, `${sideways} px stick out`)
      await screenshot(opened.page, `${page}-${name}`)
      await assertAccessible(opened.page)
      assert.deepEqual(opened.errors, [])
    })

test('a talk on a phone', async t => {
  const { page, errors } = await open(t, browser, server.url, phone)
  await ask(page, 'sim/markdown', 'tokens=400 rate=0')
  await ended(page)
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
  await screenshot(page, 'phone-talk')
  await page.getByRole('button', { name: 'Sessions' }).click()
  await page.getByRole('dialog', { name: 'Sessions' }).getByRole('link').first().waitFor()
  await screenshot(page, 'phone-sessions')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Sessions' }).waitFor({ state: 'detached' })
  assert.deepEqual(errors, [])
})

test('text from right to left stands at the right', async t => {
  const { page, errors } = await open(t, browser, server.url)
  await ask(page, 'sim/unicode', 'tokens=60 rate=0\nمرحبا بالعالم')
  await ended(page)
  const question = page.getByRole('article', { name: 'You' }).locator('p')
  assert.equal(await question.evaluate(element => element.matches(':dir(ltr)') ? 'ltr' : 'rtl'), 'ltr')
  await page.getByRole('textbox', { name: 'Message' }).fill('שלום עולם')
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).evaluate(element => element.matches(':dir(rtl)')), true)
  await page.evaluate(() => { document.documentElement.dir = 'rtl' })
  await screenshot(page, 'right-to-left')
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
  assert.deepEqual(errors, [])
})

test('the page may talk to nobody but its server, its parts are kept for ever, and come compressed', async () => {
  const page = await fetch(server.url)
  assert.match(page.headers.get('content-security-policy'), /^default-src 'none'; script-src 'self'; style-src 'self';/)
  assert.equal(page.headers.get('cache-control'), 'no-cache')
  const [, script] = /<script[^>]+src="(\/assets\/[^"]+)"/.exec(await page.text())
  const part = await fetch(server.url + script, { headers: { 'accept-encoding': 'br' } })
  assert.equal(part.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(part.headers.get('content-encoding'), 'br')
})
