import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../server.mjs'
import { ask, launch, longer, open, screenshot } from './browser.mjs'

let server
let browser

before(async () => { [server, browser] = await Promise.all([startServer(), launch()]) })
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

const box = page => page.getByRole('region', { name: 'Messages' })
const left = page => box(page).evaluate(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop)
/** Waits until it has come to rest: what a wheel turns goes on for some frames. */
const rest = page =>
  box(page).evaluate(element => new Promise(resolve => {
    let [before, frames] = [Number.NaN, 0]
    const look = () => {
      frames = element.scrollTop === before ? frames + 1 : 0
      before = element.scrollTop
      if (frames === 10) resolve()
      else requestAnimationFrame(look)
    }
    look()
  }))

/**
 * What is read at the top of the box, and a promise that it stays where it is seen. The number that says how far it is scrolled may change:
 * what is out of sight above gets its true height late, and the browser makes up for it.
 */
async function reading(page) {
  const read = await box(page).evaluateHandle(element => {
    const { top } = element.getBoundingClientRect()
    const line = [...element.querySelectorAll('article :is(p, li, tr, pre, h1, h2, h3, h4)')].find(it => it.getBoundingClientRect().top >= top)
    return { line, seenAt: () => (line.isConnected ? line.getBoundingClientRect().top - element.getBoundingClientRect().top : Number.NaN) }
  })
  const seenAt = () => read.evaluate(it => it.seenAt())
  const before = await seenAt()
  return {
    async stays() {
      const now = await seenAt()
      assert.ok(Math.abs(now - before) < 1, `what was read ${before} pixels below the top of the box is at ${now}`)
    },
  }
}

test('the page follows an answer, yields when the person scrolls up, and offers the way back', async t => {
  const { page, errors } = await open(t, browser, server.url)
  await ask(page, 'sim/markdown', 'tokens=100000 rate=300')
  await longer(page, 4000)
  assert.ok((await left(page)) < 200, 'it does not follow')
  await box(page).hover()
  await page.mouse.wheel(0, -300)
  const back = page.getByRole('button', { name: 'To the end' })
  await back.waitFor()
  await rest(page)
  const read = await reading(page)
  await longer(page, 8000)
  await read.stays()
  await screenshot(page, 'scroll-yielded')
  await back.click()
  await back.waitFor({ state: 'detached' })
  await longer(page, 12000)
  assert.ok((await left(page)) < 200, 'it does not follow again')
  await page.keyboard.press('Escape')
  assert.deepEqual(errors, [])
})

test('scrolling up by little is enough, also in a frame in which the answer grows by more', async t => {
  const { page } = await open(t, browser, server.url)
  await ask(page, 'sim/markdown', 'tokens=100000 rate=300')
  await longer(page, 4000)
  await box(page).evaluate(element => new Promise(resolve => {
    let height = element.scrollHeight
    // Called after the page's own, which has gone to the end by then.
    const growth = new ResizeObserver(() => {
      const grown = element.scrollHeight - height
      height = element.scrollHeight
      if (grown <= 10) return
      growth.disconnect()
      element.scrollTop -= 10
      resolve()
    })
    growth.observe(element.firstElementChild)
  }))
  await page.getByRole('button', { name: 'To the end' }).waitFor()
  const read = await reading(page)
  await longer(page, 8000)
  await read.stays()
  await page.keyboard.press('Escape')
})
