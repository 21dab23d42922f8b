import { expect, test } from 'vitest'
import { overEventSource, overWebSocket, TokenrillClient, type Transport } from '../src/index.js'
import { eventStream, fakeFetch, ImmediateClock, problem, settled } from './fakes.js'

const made: FakeConnection[] = []

/** What an EventSource and a WebSocket have in common, driven by hand. */
class FakeConnection extends EventTarget {
  isClosed = false
  onopen: (() => void) | undefined
  onerror: (() => void) | undefined
  onclose: (() => void) | undefined
  onmessage: ((message: { readonly data: string }) => void) | undefined

  constructor(readonly url: string) {
    super()
    made.push(this)
  }

  close() {
    this.isClosed = true
  }

  say(event: { readonly seq: number; readonly type: string; readonly [member: string]: unknown }, id = `g:${event.seq}`) {
    const data = JSON.stringify(event)
    this.onmessage?.({ data })
    this.dispatchEvent(Object.assign(new Event(event.type), { data, lastEventId: id }))
  }

  break() {
    this.onerror?.()
    this.onclose?.()
  }
}

const transports: readonly [string, Transport, string][] = [
  ['EventSource', overEventSource(FakeConnection as unknown as typeof EventSource), 'http'],
  ['WebSocket', overWebSocket(FakeConnection as unknown as typeof WebSocket), 'ws'],
]

const there = () => eventStream('retry: 1000\n\n')
const ended = () => new Response(null, { status: 204 })
const receipt = () => Response.json({ id: 'g', status: 'active' }, { status: 202, headers: { 'tokenrill-generation': 'g' } })

function clientOf(transport: Transport, answers: Parameters<typeof fakeFetch>, key?: string) {
  made.length = 0
  const { fetch, sent } = fakeFetch(...answers)
  return {
    client: new TokenrillClient({ url: 'http://s', fetch, transport, clock: new ImmediateClock(), silence: 0, ...(key && { key }) }),
    sent,
  }
}

test.each(transports)(
  '%s: starts by a request of its own, and reads on behind the last event after a break',
  async (_, transport, scheme) => {
    const { client, sent } = clientOf(transport, [receipt(), there(), there()])
    const stream = await client.start({ prompt: 'Hello' })
    expect(sent[0]?.headers).toMatchObject({ prefer: 'respond-async' })
    const seen: number[] = []
    const reading = stream.each({ event: ({ seq }) => seen.push(seq) })
    await settled()
    made[0]?.say({ seq: 1, type: 'started' })
    made[0]?.say({ seq: 2, type: 'text', text: 'a' })
    made[0]?.break()
    await settled()
    made[1]?.say({ seq: 2, type: 'text', text: 'a' })
    made[1]?.say({ seq: 3, type: 'text', text: 'stale', generation: 'other' }, 'other:3')
    made[1]?.say({ seq: 3, type: 'completed', finish_reason: 'stop' })
    await reading
    expect(seen).toEqual([1, 2, 3])
    expect(made.map(({ url }) => url)).toEqual([
      `${scheme}://s/v1/generations/g/events?after=0`,
      `${scheme}://s/v1/generations/g/events?after=2`,
    ])
    expect(made.map(({ isClosed }) => isClosed)).toEqual(scheme === 'ws' ? [true, true] : [true, true])
  },
)

test.each(transports)('%s: says when a connection stands, and not before', async (_, transport) => {
  const { client } = clientOf(transport, [there(), there()])
  let stands = 0
  const stream = client.read('g', { onConnect: () => stands++ })
  const reading = stream.result()
  await settled()
  expect(stands).toBe(0)
  made[0]?.onopen?.()
  expect(stands).toBe(1)
  made[0]?.break()
  await settled()
  made[1]?.onopen?.()
  expect(stands).toBe(2)
  stream.close()
  await reading
})

test.each(transports)('%s: a key is never in an address; each connection has a read token', async (_, transport) => {
  const token = (value: string) => Response.json({ token: value, expires_at: 't' })
  const { client, sent } = clientOf(transport, [there(), token('one'), there(), token('two')], 'secret')
  const reading = client.read('g').result()
  await settled()
  made[0]?.break()
  await settled()
  made[1]?.say({ seq: 1, type: 'completed', finish_reason: 'stop' })
  await reading
  expect(made.map(({ url }) => new URL(url).searchParams.get('token'))).toEqual(['one', 'two'])
  expect(sent.map(({ method, url }) => [method, new URL(url).pathname])).toEqual([
    ['GET', '/v1/generations/g/events'],
    ['POST', '/v1/generations/g/token'],
    ['GET', '/v1/generations/g/events'],
    ['POST', '/v1/generations/g/token'],
  ])
  expect(`${made.map(({ url }) => url)}${sent.map(({ url }) => url)}`).not.toContain('secret')
})

test.each(transports)('%s: sees statuses that it cannot see', async (_, transport) => {
  const { client } = clientOf(transport, [problem(403, 'forbidden')])
  await expect(client.read('g').result()).rejects.toMatchObject({ code: 'forbidden' })
  const over = clientOf(transport, [ended(), Response.json({ id: 'g', status: 'cancelled', reason: 'stop', last_seq: 3 })])
  expect((await over.client.read('g', { after: 3 }).result()).end).toMatchObject({ type: 'cancelled', reason: 'stop' })
  expect(made).toEqual([])
})

test.each(transports)('%s: lets go of the answers that it only wanted to see', async (_, transport) => {
  let left = 0
  const body = () =>
    new ReadableStream({
      cancel() {
        left++
        throw new TypeError('network error')
      },
    })
  const { client } = clientOf(transport, [
    new Response(body(), { status: 202, headers: { 'tokenrill-generation': 'g' } }),
    new Response(body()),
  ])
  const stream = await client.start({ prompt: 'Hello' })
  const reading = stream.result()
  await settled()
  expect(left).toBe(2)
  stream.close()
  await reading
})

test.each(transports)('%s: closes with its stream', async (_, transport) => {
  const { client } = clientOf(transport, [there()])
  const leaving = new AbortController()
  const reading = client.read('g', { signal: leaving.signal }).result()
  await settled()
  leaving.abort()
  expect((await reading).end).toBeUndefined()
  expect(made.map(({ isClosed }) => isClosed)).toEqual([true])
})

test('a session is read with EventSource, and with fetch where WebSocket is chosen: it has no socket', async () => {
  const [, eventSource] = transports[0] ?? []
  const [, webSocket] = transports[1] ?? []
  const title = { seq: 5, type: 'title.changed', at: 't', title: 'New' }
  const native = clientOf(eventSource as Transport, [there()])
  const events = native.client.sessions.events('s', { after: 4 })[Symbol.asyncIterator]()
  const next = events.next()
  await settled()
  made[0]?.say(title, 'log:5')
  expect((await next).value).toEqual(title)
  expect(made[0]?.url).toBe('http://s/v1/sessions/s/events?after=4')
  await events.return()

  const socket = clientOf(webSocket as Transport, [
    eventStream(`id: log:5\nevent: title.changed\ndata: ${JSON.stringify(title)}\n\n`),
    eventStream(''),
  ])
  for await (const event of socket.client.sessions.events('s', { after: 4 })) {
    expect(event).toEqual(title)
    break
  }
  expect(made).toEqual([])
  expect(socket.sent[0]?.url).toBe('http://s/v1/sessions/s/events?after=4')
})
