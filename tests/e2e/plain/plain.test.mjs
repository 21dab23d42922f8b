import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, launch, longer, open, screenshot, shown, state } from './browser.mjs'
import { startRelay } from '../relay.mjs'
import { startServer } from '../server.mjs'

let server
let browser

before(async () => { [server, browser] = await Promise.all([startServer(), launch()]) })
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

const stateOf = async id => (await fetch(`${server.url}/v1/generations/${id}`)).json()

/** Every event from the first, once. */
function assertDense(rows) {
  const numbers = rows.map(row => row[1]).filter(Boolean).map(Number)
  assert.deepEqual(numbers, numbers.map((_, index) => index + 1))
}

test('the plain page offers the models and may talk to nobody but its server', async t => {
  const { page, errors, response } = await open(t, browser, `${server.url}/plain/`)
  await page.locator('#model option[value="sim/steady"]').waitFor({ state: 'attached' })
  const models = await page.locator('#model option').allTextContents()
  assert.ok(models.includes('default') && models.includes('sim/markdown'), models.join())
  assert.match(response.headers()['content-security-policy'], /^default-src 'none'; script-src 'self'/)
  assert.equal(response.headers().server, undefined)
  await screenshot(page, 'empty')
  assert.deepEqual(errors, [])
})

test('an answer grows before the eyes of its reader', async t => {
  const { page, errors } = await open(t, browser, `${server.url}/plain/`)
  await page.evaluate(() => {
    window.lengths = []
    new MutationObserver(() => window.lengths.push(document.getElementById('text').textContent.length)).observe(document.getElementById('text'), { childList: true, characterData: true, subtree: true })
  })
  await ask(page, 'sim/steady', 'tokens=100 rate=50\nWhat is a token?')
  await longer(page, 200)
  await screenshot(page, 'answering')
  await state(page, 'completed')
  const { text, generation, rows, numbers } = await shown(page)
  const steps = new Set(await page.evaluate(() => window.lengths))
  assert.ok(steps.size > 20, `only ${steps.size} steps`)
  assert.equal(text, (await stateOf(generation)).text)
  assert.match(numbers, /first token \d+ ms · [\d.]+ tokens\/s · [\d.]+ s · \d+ characters/)
  assertDense(rows)
  assert.equal(rows.at(-1)[2], 'completed')
  const arrivals = rows.map(row => Number(row[0]))
  assert.ok(arrivals.at(-1) - arrivals[0] > 1000, 'all of it arrived at once')
  await screenshot(page, 'completed')
  assert.deepEqual(errors, [])
})

test('Escape stops the generation and keeps what was said', async t => {
  const { page, errors } = await open(t, browser, `${server.url}/plain/`)
  await ask(page, 'sim/steady', 'tokens=100000 rate=40')
  await longer(page, 50)
  await page.keyboard.press('Escape')
  await state(page, 'cancelled')
  const { text, generation, state: words } = await shown(page)
  assert.equal(words, 'stopped')
  const ended = await stateOf(generation)
  assert.equal(ended.status, 'cancelled')
  assert.equal(text, ended.text)
  assert.ok(await page.locator('#send').isVisible())
  assert.deepEqual(errors, [])
})

test('the stop button stops before the first token, too', async t => {
  const { page } = await open(t, browser, `${server.url}/plain/`)
  await ask(page, 'sim/steady', 'ttft=600000')
  await page.click('#stop')
  await state(page, 'cancelled')
  assert.equal((await shown(page)).text, '')
})

test('a reload in the middle of an answer loses nothing', async t => {
  const { page, errors } = await open(t, browser, `${server.url}/plain/`)
  await ask(page, 'sim/unicode', 'tokens=150 rate=50')
  await longer(page, 60)
  const before = await shown(page)
  await page.reload()
  await longer(page, before.text.length)
  const early = await shown(page)
  assert.equal(early.generation, before.generation)
  await state(page, 'completed')
  const { text, rows } = await shown(page)
  assert.ok(text.startsWith(before.text))
  assert.equal(text, (await stateOf(before.generation)).text)
  assertDense(rows)
  assert.deepEqual(errors, [])
})

test('a broken connection is read on behind its last event', async t => {
  const relay = await startRelay(server.url)
  t.after(() => relay.stop())
  const { page } = await open(t, browser, `${relay.url}/plain/`)
  await ask(page, 'sim/steady', 'tokens=150 rate=50')
  await longer(page, 100)
  relay.cut()
  await state(page, 'waiting')
  await state(page, 'completed')
  const { text, generation, rows } = await shown(page)
  assert.equal(text, (await stateOf(generation)).text)
  assertDense(rows)
  assert.equal(rows.filter(row => row[3].startsWith('connection lost behind')).length, 1)
  await screenshot(page, 'reconnected')
})

test('a newer prompt supersedes the one under way', async t => {
  const { page, errors } = await open(t, browser, `${server.url}/plain/`)
  await ask(page, 'sim/steady', 'tokens=100000 rate=40')
  await longer(page, 20)
  const first = (await shown(page)).generation
  await ask(page, 'sim/fast', 'tokens=3')
  await state(page, 'completed')
  const second = await shown(page)
  assert.notEqual(second.generation, first)
  assert.equal(second.text, 'This is a')
  assert.equal((await stateOf(first)).status, 'superseded')
  assert.deepEqual(errors, [])
})

test('a failure shows its code and its id beside what was said', async t => {
  const { page, errors } = await open(t, browser, `${server.url}/plain/`)
  await ask(page, 'sim/disconnect', 'rate=0')
  await state(page, 'failed')
  assert.equal(await page.locator('#error-code').textContent(), 'provider_disconnected')
  assert.match(await page.locator('#error-id').textContent(), /^err_[0-9a-f]{20}$/)
  assert.ok((await shown(page)).text.startsWith('This is a simulation'))
  await screenshot(page, 'failed')
  assert.deepEqual(errors, [])
})

test('what comes from the server is text and never HTML', async t => {
  const { page, errors } = await open(t, browser, `${server.url}/plain/`)
  await ask(page, 'sim/markdown', 'rate=0 tokens=2000')
  await state(page, 'completed')
  assert.ok((await shown(page)).text.includes('// "quoted" & <escaped>'))
  assert.equal(await page.locator('#text *').count(), 0)
  assert.deepEqual(errors, [])
})

test('reasoning and a tool call have their places', async t => {
  const { page, errors } = await open(t, browser, `${server.url}/plain/`)
  await ask(page, 'sim/reasoning', 'rate=0')
  await state(page, 'completed')
  assert.match(await page.locator('#reasoning-text').textContent(), /^This is simulated reasoning/)
  await ask(page, 'sim/tools', 'rate=0')
  await page.locator('.call').waitFor()
  await state(page, 'completed')
  assert.match(await page.locator('.call').textContent(), /^simulated_lookup \{"query":"a simulated .*"\}$/)
  assert.deepEqual(errors, [])
})

test('it fits a phone, in the dark', async t => {
  const { page, errors } = await open(t, browser, `${server.url}/plain/`, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
  await ask(page, 'sim/markdown', 'rate=0')
  await state(page, 'completed')
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360)
  await screenshot(page, 'phone-dark')
  assert.deepEqual(errors, [])
})

test('a server with keys is asked with the key that was typed, over a reload as well', async t => {
  const guarded = await startServer({ Tokenrill__Keys__0__Name: 'tester', Tokenrill__Keys__0__Key: 'a-key-for-this-test' })
  t.after(() => guarded.stop())
  const { page } = await open(t, browser, `${guarded.url}/plain/`)
  await page.locator('#key').waitFor()
  assert.equal(await page.locator('#error-code').textContent(), 'unauthorized')
  await page.fill('#key', 'a-key-for-this-test')
  await page.press('#key', 'Tab')
  await ask(page, 'sim/fast', 'tokens=3')
  await state(page, 'completed')
  await page.reload()
  await longer(page, 5)
  await state(page, 'completed')
  assert.equal((await shown(page)).text, 'This is a')
})
