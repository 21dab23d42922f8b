import { build } from 'esbuild'
import { chromium, type Page } from 'playwright-core'
import { afterAll, onTestFinished } from 'vitest'

export { ask, hurried, type Relay, relayTo, type Server, startRelay, startServer, thirtyCuts } from './server.js'

/** Debian's Chromium with this package in its pages, until all tests of the file have ended. */
export async function startBrowser() {
  const { outputFiles } = await build({
    entryPoints: ['src/index.ts'],
    bundle: true,
    format: 'iife',
    globalName: 'Tokenrill',
    write: false,
  })
  const script = `${outputFiles[0]?.text}\nwindow.Tokenrill = Tokenrill`
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  afterAll(() => browser.close())
  return async (url: string): Promise<Page> => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(`${url}/healthz`)
    await page.evaluate(script)
    return page
  }
}
