// Measures the UI in Chromium: node measure.mjs [--tokens 20000] [--rate 500] [--messages 500] [--slower 1,6] [--only delay,answer,history]
// Frames are counted by requestAnimationFrame; a token's delay is from the read that brought it to the frame that shows it.
import { parseArgs } from 'node:util'
import { startServer } from '../server.mjs'
import { answer, ask, launch, messagesOf, open } from './browser.mjs'
import { watchDelays } from './watch.mjs'

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '20000' },
    rate: { type: 'string', default: '500' },
    messages: { type: 'string', default: '500' },
    slower: { type: 'string', default: '1,6' },
    only: { type: 'string', default: 'delay,answer,history' },
    model: { type: 'string', default: 'sim/markdown' },
  },
})
const [tokens, rate, messages] = [values.tokens, values.rate, values.messages].map(Number)
const ends = []
const scope = { after: end => ends.push(end) }
const close = async () => {
  for (const end of ends.splice(0)) await end()
}

/** In the page: what every frame took, and what the longest task was. */
const watchFrames = () => {
  const frames = []
  const tasks = []
  let before = performance.now()
  let isOver = false
  new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration))).observe({ entryTypes: ['longtask'] })
  const tick = now => {
    frames.push(now - before)
    before = now
    if (!isOver) requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
  window.stopWatching = () => {
    isOver = true
    return { frames, tasks }
  }
}

const quantile = (numbers, q) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(q * numbers.length))]
const round = number => Math.round(number * 10) / 10

function frameRate({ frames, tasks }) {
  let [seconds, count, worst] = [0, 0, Infinity]
  for (const frame of frames) {
    seconds += frame / 1000
    count++
    if (seconds >= 1) {
      worst = Math.min(worst, count / seconds)
      ;[seconds, count] = [0, 0]
    }
  }
  const mean = 1000 / (frames.reduce((sum, frame) => sum + frame, 0) / frames.length)
  return `frames/s ${round(mean)}, worst second ${round(worst)}; frame p50 ${round(quantile(frames, 0.5))} p99 ${round(quantile(frames, 0.99))} most ${round(Math.max(...frames))} ms; tasks over 200 ms ${tasks.filter(task => task > 200).length}, longest ${tasks.sort((a, b) => b - a).slice(0, 5).map(round).join(', ')} ms`
}

/** What the page does after it is loaded is done; so much time a person needs to find the keys. */
async function slowDown(page, factor) {
  await page.waitForFunction(() => performance.getEntriesByName('warmed up').length > 0)
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: factor })
}

async function measureAnswer(browser, server, factor) {
  const { page, errors } = await open(scope, browser, 'about:blank')
  await page.goto(server.url)
  await slowDown(page, factor)
  await page.evaluate(watchFrames)
  const began = Date.now()
  await ask(page, values.model, `tokens=${tokens} rate=${rate}`)
  await page.locator('article[aria-label="Answer"][aria-busy="false"]').waitFor({ timeout: 600_000 })
  const took = (Date.now() - began) / 1000
  const [, said] = await messagesOf(page, server)
  const wanted = said.content.match(/^##? /gm).length
  const headings = () => answer(page).locator('h1, h2').count()
  const then = await headings()
  const ended = Date.now()
  await page.waitForFunction(least => document.querySelectorAll('article h1, article h2').length >= least, wanted, { timeout: 600_000 })
  const behind = (Date.now() - ended) / 1000
  console.log(`${tokens} tokens at ${rate}/s, JavaScript slowed ${factor}x: ${round(took)} s; ${frameRate(await page.evaluate(() => window.stopWatching()))}`)
  console.log(`  ${said.content.length} characters; ${then} of ${wanted} headings shown at the end, ${await headings()} after ${round(behind)} s more; ${errors.length} errors`)
}

async function measureDelay(browser, server, factor) {
  const { page, context } = await open(scope, browser, 'about:blank')
  await context.addInitScript(watchDelays)
  await page.goto(server.url)
  await slowDown(page, factor)
  await ask(page, 'sim/steady', 'tokens=600 rate=50')
  await page.locator('article[aria-label="Answer"][aria-busy="false"]').waitFor()
  const delays = (await page.evaluate(() => window.delays())).map(({ milliseconds }) => milliseconds)
  console.log(`token to screen, 50/s, JavaScript slowed ${factor}x: p50 ${round(quantile(delays, 0.5))} p99 ${round(quantile(delays, 0.99))} most ${round(Math.max(...delays))} ms (${delays.length} tokens)`)
}

async function measureHistory(browser, server, factor) {
  const session = `long-${factor}`
  const post = (path, body) => fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) })
  await post('/v1/sessions', { id: session })
  for (let turn = 0; turn < messages / 2; turn++)
    await (await post(`/v1/sessions/${session}/messages`, { model: 'sim/markdown', content: `tokens=120 rate=0 seed=${turn}` })).text()
  const { page } = await open(scope, browser, 'about:blank')
  await page.goto(server.url)
  await slowDown(page, factor)
  await page.evaluate(watchFrames)
  const began = Date.now()
  await page.goto(`${server.url}/#/chat/${session}`)
  await page.locator('article[aria-label="Answer"]').last().waitFor()
  const first = Date.now() - began
  await page.waitForFunction(least => document.querySelectorAll('article').length >= least, messages, { timeout: 600_000 })
  console.log(`${messages} messages, JavaScript slowed ${factor}x: the last ones on screen after ${first} ms, all drawn after ${Date.now() - began} ms; ${frameRate(await page.evaluate(() => window.stopWatching()))}`)
  await page.evaluate(watchFrames)
  // Sixty pixels a frame, from the end to the beginning: as fast as a person flings.
  await page.getByRole('region', { name: 'Messages' }).evaluate(box => new Promise(done => {
    const step = () => {
      box.scrollTop -= 60
      if (box.scrollTop > 0) requestAnimationFrame(step)
      else done()
    }
    step()
  }))
  console.log(`  scrolled through: ${frameRate(await page.evaluate(() => window.stopWatching()))}`)
}

const [server, browser] = await Promise.all([startServer({ Tokenrill__Limits__RequestsPerMinute: '1000000' }), launch()])
try {
  for (const factor of values.slower.split(',').map(Number)) {
    for (const [name, measure] of Object.entries({ delay: measureDelay, answer: measureAnswer, history: measureHistory }))
      if (values.only.split(',').includes(name)) {
        await measure(browser, server, factor)
        // A page that is slowed down keeps a core busy even when it does nothing.
        await close()
      }
  }
} finally {
  await close()
  await browser.close()
  await server.stop()
}
