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
const top = page => box(page).evaluate(element => element.scrollTop)
/** Where it stands when it has come to rest: what a wheel turns goes on for some frames. */
const rest = page =>
  box(page).evaluate(element => new Promise(resolve => {
    let [before, frames] = [Number.NaN, 0]
    const look = () => {
      frames = element.scrollTop === before ? frames + 1 : 0
      before = element.scrollTop
      if (frames === 10) resolve(before)
      else requestAnimationFrame(look)
    }
    look()
  }))

/** What stands above is drawn anew now and then, and the browser keeps in place what is looked at, not the number; an answer that takes the person along goes on by thousands. */
const stays = async (page, there) => assert.ok(Math.abs((await top(page)) - there) < 100, `it took the person along, from ${there} to ${await top(page)}`)

test('the page follows an answer, yields when the person scrolls up, and offers the way back', async t => {
  const { page, errors } = await open(t, browser, server.url)
  await ask(page, 'sim/markdown', 'tokens=100000 rate=300')
  await longer(page, 4000)
  assert.ok((await left(page)) < 200, 'it does not follow')
  await box(page).hover()
  await page.mouse.wheel(0, -300)
  const back = page.getByRole('button', { name: 'To the end' })
  await back.waitFor()
  const there = await rest(page)
  await longer(page, 8000)
  await stays(page, there)
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
  const there = await top(page)
  await longer(page, 8000)
  await stays(page, there)
  await page.keyboard.press('Escape')
})
