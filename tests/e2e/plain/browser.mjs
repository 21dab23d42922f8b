// Debian's Chromium, and what a test needs to know about a page.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { chromiumOptions } from '../chromium.mjs'

const ARTIFACTS = join(process.env.TOKENRILL_ARTIFACTS ?? fileURLToPath(new URL('../../../artifacts', import.meta.url)), 'plain')

export const launch = () => chromium.launch(chromiumOptions)

/** A fresh page at an address, until the test ends. `errors` collects everything the browser complains about. */
export async function open(test, browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  test.after(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const errors = []
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) errors.push(message.text()) })
  page.on('pageerror', error => errors.push(String(error)))
  const response = await page.goto(url)
  return { page, errors, response }
}

export const ask = async (page, model, prompt) => {
  await page.locator(`#model option[value="${model}"]`).waitFor({ state: 'attached' })
  await page.selectOption('#model', model)
  await page.fill('#prompt', prompt)
  await page.press('#prompt', 'Enter')
}

/** Waits until the generation on the page stands at one of these states. */
export const state = (page, ...states) =>
  page.waitForFunction(wanted => wanted.includes(document.getElementById('dot').dataset.state), states)

/** Waits until more than this many characters of the answer are there. */
export const longer = (page, than) =>
  page.waitForFunction(least => document.getElementById('text').textContent.length > least, than)

/** What the page shows. */
export const shown = page => page.evaluate(() => ({
  text: document.getElementById('text').textContent,
  generation: document.getElementById('generation').textContent,
  state: document.getElementById('state').textContent,
  numbers: document.getElementById('numbers').textContent,
  rows: [...document.querySelectorAll('#events tr')].map(row => [...row.cells].map(cell => cell.textContent)),
}))

export const screenshot = (page, name) => {
  mkdirSync(ARTIFACTS, { recursive: true })
  return page.screenshot({ path: `${ARTIFACTS}/${name}.png` })
}
