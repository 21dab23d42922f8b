// The UI in Debian's Chromium, and what a test needs to know about it.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { chromiumOptions } from '../chromium.mjs'

const ARTIFACTS = join(process.env.TOKENRILL_ARTIFACTS ?? fileURLToPath(new URL('../../../artifacts', import.meta.url)), 'ui')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const launch = () => chromium.launch(chromiumOptions)

/**
 * A page of the UI in a context of its own, until the test ends. `errors` collects everything the browser complains about, but for what a
 * lost connection makes it say; `newPage` opens another tab of the same browser.
 */
export async function open(test, browser, url, { hash = '', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  test.after(() => context.close())
  const errors = []
  const newPage = async (address = url + hash) => {
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type()) && !/net::ERR_/.test(message.text())) errors.push(message.text())
    })
    page.on('pageerror', error => errors.push(String(error)))
    await page.goto(address)
    return page
  }
  return { page: await newPage(), errors, context, newPage }
}

/** Chooses a model and says something to it. */
export async function ask(page, model, text) {
  await page.getByLabel('Model', { exact: true }).selectOption(model)
  await say(page, text)
}

export async function say(page, text) {
  const message = page.getByRole('textbox', { name: 'Message' })
  await message.fill(text)
  await message.press('Enter')
}

/** The answers there are, oldest first. */
export const answers = page => page.getByRole('article', { name: 'Answer' })

/** The last answer; waits until there are so many. */
export const answer = (page, number = 1) => answers(page).nth(number - 1)

/** Waits until an answer has ended. */
export const ended = async (page, number = 1) => {
  await page.locator('article[aria-label="Answer"][aria-busy="false"]').nth(number - 1).waitFor()
  return answer(page, number)
}

/** Waits until the text of an answer has more characters than this. */
export const longer = (page, than, number = 1) =>
  page.waitForFunction(
    ([least, index]) => (document.querySelectorAll('article[aria-label="Answer"]')[index]?.textContent.length ?? 0) > least,
    [than, number - 1],
  )

/** The session that is open, as the server has it. */
export async function messagesOf(page, server) {
  const session = decodeURIComponent(new URL(page.url()).hash.split('/')[2])
  return (await (await fetch(`${server.url}/v1/sessions/${session}/messages`)).json()).data
}

/** Letters and digits only: what Markdown draws and what it is written with have these in common. */
export const letters = text => text.replace(/[^\p{L}\p{N}]/gu, '')

/** Nothing that axe calls serious. */
export async function assertAccessible(page) {
  // Not as a script of the page, which its content security policy would refuse.
  await page.evaluate(AXE)
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
  })
  assert.deepEqual(found, [])
}

export const screenshot = (page, name) => {
  mkdirSync(ARTIFACTS, { recursive: true })
  return page.screenshot({ path: join(ARTIFACTS, `${name}.png`) })
}
