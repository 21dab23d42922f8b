// How an answer reaches the eye and the ear.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../server.mjs'
import { ask, ended, launch, letters, messagesOf, open } from './browser.mjs'
import { watchDelays } from './watch.mjs'

let server
let browser

before(async () => { [server, browser] = await Promise.all([startServer(), launch()]) })
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

test('tokens are on the screen within three frames', async t => {
  const { page, context, errors } = await open(t, browser, 'about:blank')
  await context.addInitScript(watchDelays)
  await page.goto(server.url)
  await ask(page, 'sim/steady', 'tokens=100 rate=40')
  await ended(page)
  const delays = await page.evaluate(() => window.delays())
  assert.ok(delays.length > 80, `only ${delays.length} pieces were seen to come`)
  assert.deepEqual(delays.filter(({ frames }) => frames === Infinity), [])
  // Counted in frames, and most of them: on a busy machine frames take long, and what was slow to draw is given a rest.
  const late = delays.filter(({ frames }) => frames > 3)
  assert.ok(late.length < delays.length / 2, `${late.length} of ${delays.length} came later`)
  assert.deepEqual(errors, [])
})

test('with its JavaScript slowed six times the page loses nothing and can still be stopped', async t => {
  const { page, context, errors } = await open(t, browser, server.url)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  await ask(page, 'sim/steady', 'tokens=1500 rate=500')
  await ended(page)
  const [, said] = await messagesOf(page, server)
  const drawn = page.locator('article[aria-label="Answer"] > div').first()
  const wanted = letters(said.content)
  // What such a page cannot draw as fast as it comes, it draws afterwards.
  await page.waitForFunction(([element, least]) => element.textContent.replace(/[^\p{L}\p{N}]/gu, '').length >= least, [await drawn.elementHandle(), wanted.length])
  assert.equal(letters(await drawn.evaluate(element => element.textContent)), wanted)
  await ask(page, 'sim/steady', 'tokens=1000000 rate=500')
  await page.getByRole('button', { name: 'Stop' }).click()
  await ended(page, 2)
  assert.deepEqual(errors, [])
})

test('code is coloured, by a worker that the content security policy allows', async t => {
  const { page, errors } = await open(t, browser, server.url)
  await ask(page, 'sim/markdown', 'tokens=400 rate=0')
  await page.waitForFunction(() => new Set([...document.querySelectorAll('article pre span')].map(piece => getComputedStyle(piece).color)).size > 2)
  assert.deepEqual(errors, [])
})

test('a screen reader is told that it thinks, that it answers, and the answer: not each token', async t => {
  const { page, errors } = await open(t, browser, server.url)
  const announcer = page.locator('p[role="status"].sr-only')
  await announcer.evaluate(element => {
    window.announced = []
    new MutationObserver(() => window.announced.push(element.textContent)).observe(element, { childList: true, characterData: true, subtree: true })
  })
  await ask(page, 'sim/steady', 'tokens=60 rate=40 ttft=300')
  await ended(page)
  await announcer.getByText(/^Answer: /).waitFor()
  const announced = await page.evaluate(() => window.announced)
  assert.deepEqual(announced.slice(0, 2), ['Thinking', 'Answering'])
  assert.equal(announced.length, 3)
  assert.deepEqual(errors, [])
})

test('HTML in an answer is text, and an image is a link', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash: '/#/stages', reducedMotion: 'reduce' })
  await page.goto(`${server.url}/#/prompt`)
  await page.getByLabel('Model', { exact: true }).selectOption('sim/stages')
  await page.getByRole('textbox', { name: 'Your draft' }).fill('Look: <b id="bold">bold</b> <script>alert(1)</script> ![a picture](https://example.org/x.png) [a link](javascript:alert(2))')
  await page.getByRole('button', { name: 'Full specification' }).click()
  await page.getByRole('button', { name: 'Use as the new draft' }).waitFor()
  const result = page.getByRole('tabpanel')
  await result.getByRole('link', { name: 'a picture' }).waitFor()
  assert.match(await result.innerText(), /<b id="bold">bold<\/b> <script>alert\(1\)<\/script>/)
  assert.equal(await result.locator('img, script, #bold, [href^="javascript"]').count(), 0)
  assert.deepEqual(errors, [])
})
