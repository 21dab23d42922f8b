import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { startServer } from '../server.mjs'
import { ask, assertAccessible, ended, launch, open, screenshot } from './browser.mjs'

/** A provider that finds the same signal in whatever it is asked. */
const provider = createServer(async (request, response) => {
  await once(request.resume(), 'end')
  const found = JSON.stringify({ signals: [{ kind: 'goal', text: 'Ship before May', confidence: 0.8, message_id: 'm1' }] })
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: found } }] })}\n\n`)
  response.end(`data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`)
})
let server
let browser

before(async () => {
  provider.listen(0, '127.0.0.1')
  await once(provider, 'listening')
  ;[server, browser] = await Promise.all([
    startServer({
      Tokenrill__Providers__finder__Type: 'openai',
      Tokenrill__Providers__finder__BaseUrl: `http://127.0.0.1:${provider.address().port}/v1`,
      Tokenrill__Models__default__0: 'sim/steady',
      Tokenrill__Signals__Model: 'finder/any',
      Tokenrill__Signals__Characters: '20',
    }),
    launch(),
  ])
})
after(async () => { await Promise.all([server?.stop(), browser?.close()]); provider.close() })

test('signals come live to the side, lead to their message, and are dismissed in every tab', async t => {
  const { page, errors, newPage } = await open(t, browser, server.url)
  await ask(page, 'sim/steady', 'tokens=30 rate=0\nWe must be done in the spring, so that everybody sees it.')
  await ended(page)
  await page.getByRole('button', { name: 'Signals: 1' }).click()
  const panel = page.getByRole('complementary', { name: 'Signals' }).or(page.getByRole('dialog', { name: 'Signals' }))
  await panel.getByText('Ship before May').waitFor()
  await screenshot(page, 'chat-signals')
  await assertAccessible(page)
  const other = await newPage(page.url())
  await other.getByRole('button', { name: 'Signals: 1' }).waitFor()
  await panel.getByRole('button', { name: 'Dismiss: Ship before May' }).click()
  await panel.getByText('No signals').waitFor()
  await other.getByRole('button', { name: 'Signals: 0' }).waitFor()
  assert.deepEqual(errors, [])
})
