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
  assert.equal(await top(page), there, 'it took the person along')
  await screenshot(page, 'scroll-yielded')
  await back.click()
  await back.waitFor({ state: 'detached' })
  await longer(page, 12000)
  assert.ok((await left(page)) < 200, 'it does not follow again')
  await page.keyboard.press('Escape')
  assert.deepEqual(errors, [])
})
