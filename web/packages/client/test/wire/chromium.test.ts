import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Package from '../../src/index.js'
import { ask, relayTo, type Server, startBrowser, startServer, thirtyCuts } from './harness.js'

/** In the page, the package is a global. */
declare const Tokenrill: typeof Package

type Transport = 'overFetch' | 'overEventSource' | 'overWebSocket'

const key = 'a-key-of-the-browser-tests-0123456789'
let server: Server
let keyed: Server
let open: Awaited<ReturnType<typeof startBrowser>>

beforeAll(async () => {
  ;[server, keyed, open] = await Promise.all([
    startServer(),
    startServer({ Tokenrill__Keys__0__Name: 'browser', Tokenrill__Keys__0__Key: key }),
    startBrowser(),
  ])
})
afterAll(() => Promise.all([server?.stop(), keyed?.stop()]))

/** Starts an answer in the page and reads it to the end. */
const read = async ({ transport, prompt, key }: { transport: Transport; prompt: string; key: string | undefined }) => {
  const now = () => performance.now()
  const client = new Tokenrill.TokenrillClient({
    // A page has the same rights to its own server as this test has; keys do not belong into real ones.
    ...(key && { key }),
    transport: transport === 'overFetch' ? Tokenrill.overFetch : Tokenrill[transport](),
    clock: {
      now,
      after(milliseconds, callback) {
        const timer = setTimeout(callback, milliseconds > 20_000 ? milliseconds : milliseconds / 50)
        return () => clearTimeout(timer)
      },
    },
  })
  let breaks = 0
  const stream = await client.start({ model: 'sim/unicode', prompt }, { onReconnect: () => breaks++ })
  const seqs: number[] = []
  const types = new Set<string>()
  let text = ''
  await stream.each({
    event: event => {
      seqs.push(event.seq)
      types.add(event.type)
    },
    text: event => {
      text += event.text
    },
  })
  return { generation: stream.generation, breaks, seqs, text, last: [...types].at(-1) }
}

test.each<[Transport, number]>([
  ['overFetch', 30],
  ['overEventSource', 30],
  ['overWebSocket', 30],
])('%s: every event comes once to a page while its connection is cut thirty times', async (transport, cuts) => {
  const relay = await relayTo(server)
  const page = await open(relay.url)
  // The browser keeps the connection that the page came over; what is cut begins behind it.
  relay.cut()
  relay.cutAfter(...thirtyCuts.slice(0, cuts))
  const seen = await page.evaluate(read, { transport, prompt: 'tokens=900 rate=0', key: undefined })

  expect(relay.cuts).toBe(cuts)
  expect(seen.breaks).toBeGreaterThan(0)
  expect(seen.last).toBe('completed')
  expect(seen.seqs).toEqual(seen.seqs.map((_, index) => index + 1))
  expect(seen.text).toBe((await ask<Package.GenerationState>(server, `/v1/generations/${seen.generation}`)).text)
})

test.each<[Transport]>([['overFetch'], ['overEventSource'], ['overWebSocket']])('%s: reads where a key is wanted', async transport => {
  const page = await open(keyed.url)
  const seen = await page.evaluate(read, { transport, prompt: 'tokens=20', key })
  expect(seen.last).toBe('completed')
  expect(seen.breaks).toBe(0)
  const headers = { authorization: `Bearer ${key}` }
  expect(seen.text).toBe((await ask<Package.GenerationState>(keyed, `/v1/generations/${seen.generation}`, { headers })).text)
})

test('a page without the key is refused', async () => {
  const page = await open(keyed.url)
  const refused = await page.evaluate(async () => {
    const starting = new Tokenrill.TokenrillClient().start({ prompt: 'Hello' })
    return starting.then(
      () => undefined,
      (error: Package.TokenrillError) => ({ is: error instanceof Tokenrill.TokenrillError, code: error.code, status: error.status }),
    )
  })
  expect(refused).toEqual({ is: true, code: 'unauthorized', status: 401 })
})

test('a page that stops an answer gets cancelled, and no error', async () => {
  const page = await open(server.url)
  const types = await page.evaluate(async () => {
    const stream = await new Tokenrill.TokenrillClient().start({ model: 'sim/steady', prompt: 'tokens=100000 rate=100' })
    const types: string[] = []
    for await (const event of stream) {
      types.push(event.type)
      if (types.length === 10) await stream.stop()
    }
    return types
  })
  expect(types.at(-1)).toBe('cancelled')
})
