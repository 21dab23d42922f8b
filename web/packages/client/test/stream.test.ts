import { expect, test } from 'vitest'
import { type ClientOptions, type GenerationEvent, TokenrillClient } from '../src/index.js'
import { eventStream, FakeClock, fakeFetch, ImmediateClock, problem, type Sent, settled, sse } from './fakes.js'

const started = sse('g', { seq: 1, type: 'started', generation: 'g', model: 'm', at: 't' })
const text = (seq: number, words: string) => sse('g', { seq, type: 'text', text: words })
const completed = (seq: number) => sse('g', { seq, type: 'completed', finish_reason: 'stop' })
const named = { 'tokenrill-generation': 'g' }

function clientOf(answers: Parameters<typeof fakeFetch>, options: ClientOptions = {}) {
  const { fetch, sent } = fakeFetch(...answers)
  const clock = new ImmediateClock()
  return { client: new TokenrillClient({ url: 'http://s/', fetch, clock, random: () => 0, silence: 0, ...options }), sent, clock }
}

async function all(events: AsyncIterable<GenerationEvent>) {
  const list: GenerationEvent[] = []
  for await (const event of events) list.push(event)
  return list
}

test('a stream that breaks is read on behind its last event, and what comes twice is told once', async () => {
  const { client, sent } = clientOf([
    eventStream(`retry: 1000\n\n${started}${text(2, 'a')}`, named, true),
    eventStream(`${text(2, 'a')}${text(3, 'b')}`),
    eventStream(`${text(4, 'c')}${completed(5)}`),
  ])
  const stream = await client.start({ prompt: 'Hello' })
  expect(stream.generation).toBe('g')
  expect((await all(stream)).map(event => event.seq)).toEqual([1, 2, 3, 4, 5])
  expect(sent.map(({ method, url, headers }) => [method, url, headers['last-event-id']])).toEqual([
    ['POST', 'http://s/v1/generations', undefined],
    ['GET', 'http://s/v1/generations/g/events', 'g:2'],
    ['GET', 'http://s/v1/generations/g/events', 'g:3'],
  ])
})

test('events of another generation are dropped, whether their id says so or they do', async () => {
  const { client } = clientOf([
    eventStream(
      started +
        sse('other', { seq: 2, type: 'text', text: 'stale' }) +
        `data: ${JSON.stringify({ seq: 2, type: 'text', text: 'stale', generation: 'other' })}\n\n` +
        sse('other', { seq: 9, type: 'completed', finish_reason: 'stop' }) +
        text(2, 'mine') +
        completed(3),
      named,
    ),
  ])
  const events = await all(await client.start({ prompt: 'Hello' }))
  expect(events).toMatchObject([{ type: 'started' }, { type: 'text', text: 'mine', generation: 'g' }, { type: 'completed' }])
})

test('events of a type that is not known are passed over and count', async () => {
  const { client, sent } = clientOf([eventStream(started + sse('g', { seq: 2, type: 'novelty' }), named), eventStream(completed(3))])
  expect((await all(await client.start({ prompt: 'Hello' }))).map(event => event.seq)).toEqual([1, 3])
  expect(sent[1]?.headers['last-event-id']).toBe('g:2')
})

test('waits double from what the server asked for, to fifteen seconds, with jitter, and begin anew after an event', async () => {
  const down = () => problem(503, 'storage_unavailable')
  const { client, clock } = clientOf([
    eventStream(`retry: 2000\n\n${started}`, named),
    down(),
    down(),
    down(),
    down(),
    eventStream(text(2, 'a')),
    eventStream(completed(3)),
  ])
  await all(await client.start({ prompt: 'Hello' }))
  expect(clock.waits).toEqual([1000, 2000, 4000, 7500, 7500, 1000])
})

test('the jitter is half of the wait at most', async () => {
  const { client, clock } = clientOf([eventStream(started, named), eventStream(completed(2))], { random: () => 1 })
  await all(await client.start({ prompt: 'Hello' }))
  expect(clock.waits).toEqual([1000])
})

test('it waits as long as Retry-After says when that is longer', async () => {
  const { client, clock } = clientOf([
    eventStream(started, named),
    problem(429, 'rate_limited', {}, { 'retry-after': '7' }),
    eventStream(completed(2)),
  ])
  await all(await client.start({ prompt: 'Hello' }))
  expect(clock.waits).toEqual([500, 7000])
})

test.each([401, 403, 404, 410])('it gives up on %i', async status => {
  const { client } = clientOf([problem(status, 'refused', { field: 'f' }), problem(status, 'refused')])
  await expect(client.read('g').result()).rejects.toMatchObject({
    name: 'TokenrillError',
    code: 'refused',
    status,
    id: 'err_1',
    field: 'f',
  })
})

test('it gives up when too many attempts in a row have failed, and says so before each wait', async () => {
  const { client } = clientOf([new TypeError('fetch failed'), problem(500, 'internal'), new TypeError('fetch failed')], { retries: 2 })
  const attempts: unknown[] = []
  const reading = client.read('g', { onReconnect: ({ attempt, error }) => attempts.push([attempt, error.code]) }).result()
  await expect(reading).rejects.toMatchObject({ code: 'connection_lost', retryable: true, status: undefined })
  expect(attempts).toEqual([
    [1, 'connection_lost'],
    [2, 'internal'],
  ])
})

test('it says when a connection stands, the first and each after, before any event has come', async () => {
  const { client } = clientOf([eventStream('', named), new TypeError('fetch failed'), hanging(''), problem(404, 'not_found')])
  const told: string[] = []
  const options = { onConnect: () => told.push('stands'), onReconnect: () => told.push('lost') }
  const stream = await client.start({ prompt: 'Hello' }, options)
  expect(told).toEqual([])
  const reading = stream.each({ event: () => told.push('event') })
  await settled()
  expect(told).toEqual(['stands', 'lost', 'lost', 'stands'])
  stream.close()
  await reading
  await client.read('g', options).result().catch(() => {})
  expect(told).toEqual(['stands', 'lost', 'lost', 'stands'])
})

test('204 is the end, and the state tells which', async () => {
  const state = { id: 'g', status: 'failed', error: { code: 'internal', message: 'm', id: 'err_2', retryable: false }, last_seq: 4 }
  const { client, sent } = clientOf([new Response(null, { status: 204 }), Response.json(state)])
  const events = await all(client.read('g', { after: 4 }))
  expect(events).toEqual([{ seq: 5, type: 'failed', generation: 'g', error: state.error }])
  expect(sent.map(({ url, headers }) => [url, headers['last-event-id']])).toEqual([
    ['http://s/v1/generations/g/events', 'g:4'],
    ['http://s/v1/generations/g', undefined],
  ])
})

test('a server that crashed and knows less than it told: what came stays, and the end is told', async () => {
  const { client } = clientOf([
    eventStream(started + text(2, 'a'), named, true),
    problem(404, 'not_found'),
    Response.json({ id: 'g', status: 'interrupted', last_seq: 2 }),
  ])
  expect(await all(await client.start({ prompt: 'Hello' }))).toMatchObject([
    { type: 'started' },
    { text: 'a' },
    { seq: 3, type: 'interrupted', generation: 'g' },
  ])
})

test('a cursor that an active generation does not know is an error', async () => {
  const { client } = clientOf([problem(404, 'not_found'), Response.json({ id: 'g', status: 'active', last_seq: 2 })])
  await expect(all(client.read('g', { after: 99 }))).rejects.toMatchObject({ code: 'not_found' })
})

test('a start is repeated with the same key while the server cannot be reached', async () => {
  const { client, sent } = clientOf([
    new TypeError('fetch failed'),
    new TypeError('fetch failed'),
    eventStream(started + completed(2), named),
  ])
  await all(await client.start({ prompt: 'Hello' }))
  const keys = sent.map(({ body }) => body?.idempotency_key)
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(new Set(keys).size).toBe(1)
})

test('a start that is refused is not repeated', async () => {
  const { client, sent } = clientOf([problem(409, 'session_busy', { retryable: true, generation: 'h' }, { 'retry-after': '2' })])
  await expect(client.start({ prompt: 'Hello', idempotency_key: 'mine' })).rejects.toMatchObject({
    code: 'session_busy',
    message: 'D',
    retryable: true,
    retryAfter: 2,
    generation: 'h',
  })
  expect(sent.map(({ body }) => body?.idempotency_key)).toEqual(['mine'])
})

test('what is no Tokenrill server is told as such', async () => {
  const { client } = clientOf([new Response('<html>', { status: 502 }), new Response('<html>')])
  await expect(client.start({ prompt: 'Hello' })).rejects.toMatchObject({ code: 'unexpected_answer', status: 502, retryable: true })
  await expect(client.start({ prompt: 'Hello' })).rejects.toMatchObject({ code: 'unexpected_answer', status: 200, retryable: false })
})

/** A stream that says something and then nothing, until its signal is aborted. */
const hanging =
  (words: string, headers: Record<string, string> = {}) =>
  (sent: Sent) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(words))
        sent.signal?.addEventListener('abort', () => controller.error(sent.signal?.reason))
      },
    })
    return new Response(body, { headers })
  }

test('an aborted signal ends a stream that waits, silently, and the connection with it', async () => {
  const { client, sent } = clientOf([hanging(started)])
  const leaving = new AbortController()
  const reading = all(client.read('g', { signal: leaving.signal }))
  await settled()
  leaving.abort()
  expect((await reading).map(event => event.type)).toEqual(['started'])
  expect(sent[0]?.signal?.aborted).toBe(true)
})

test('an aborted signal ends a connection that is being made, silently', async () => {
  const { client } = clientOf([({ signal }) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))])
  const leaving = new AbortController()
  const reconnections: unknown[] = []
  const reading = all(client.read('g', { signal: leaving.signal, onReconnect: reconnection => reconnections.push(reconnection) }))
  await settled()
  leaving.abort()
  expect(await reading).toEqual([])
  expect(reconnections).toEqual([])
})

test('an aborted signal ends the wait for another attempt', async () => {
  const clock = new FakeClock()
  const { client } = clientOf([new TypeError('fetch failed')], { clock })
  const leaving = new AbortController()
  const reading = all(client.read('g', { signal: leaving.signal }))
  await settled()
  expect(clock.waiting).toBe(1)
  leaving.abort()
  expect(await reading).toEqual([])
  expect(clock.waiting).toBe(0)
})

test('a signal that was aborted before connects to nobody', async () => {
  const { client, sent } = clientOf([])
  expect(await all(client.read('g', { signal: AbortSignal.abort() }))).toEqual([])
  expect(sent).toEqual([])
})

test('a start that is aborted rejects with the reason: there is no stream yet', async () => {
  const { client } = clientOf([({ signal }) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))])
  const leaving = new AbortController()
  const starting = client.start({ prompt: 'Hello' }, { signal: leaving.signal })
  leaving.abort(new Error('enough'))
  await expect(starting).rejects.toThrow('enough')
})

test('a closed stream calls nobody back, whatever has come already', async () => {
  const { client } = clientOf([eventStream(started + text(2, 'a') + text(3, 'b') + completed(4), named)])
  const stream = await client.start({ prompt: 'Hello' })
  const seen: string[] = []
  await stream.each({
    event: event => {
      seen.push(event.type)
      if (event.seq === 2) stream.close()
    },
    text: () => seen.push('never'),
    completed: () => seen.push('never'),
  })
  expect(seen).toEqual(['started', 'text'])
})

test('closing a stream that waits for its first answer ends it, silently, and its connection', async () => {
  let isLeft = false
  const silent = () =>
    new Response(
      new ReadableStream({
        cancel() {
          isLeft = true
        },
      }),
      { headers: named },
    )
  const { client } = clientOf([silent(), silent()])
  const reconnections: unknown[] = []
  const stream = await client.start({ prompt: 'Hello' }, { onReconnect: reconnection => reconnections.push(reconnection) })
  const reading = all(stream)
  await settled()
  stream.close()
  expect(await reading).toEqual([])
  expect([isLeft, reconnections]).toEqual([true, []])

  isLeft = false
  const unread = await client.start({ prompt: 'Hello' })
  unread.close()
  expect(isLeft).toBe(true)
})

test('leaving the loop closes the connection', async () => {
  const { client, sent } = clientOf([hanging(started + text(2, 'a'))])
  for await (const event of client.read('g')) if (event.seq === 2) break
  expect(sent[0]?.signal?.aborted).toBe(true)
})

test('a stream is read once', async () => {
  const { client } = clientOf([eventStream(started + completed(2))])
  const stream = client.read('g')
  await stream.result()
  expect(() => stream[Symbol.asyncIterator]()).toThrow(TypeError)
})

test('a connection that is silent for three heartbeats is taken for dead', async () => {
  const clock = new FakeClock()
  const { client } = clientOf([hanging(started), eventStream(completed(2))], { clock, silence: 45_000 })
  const events: string[] = []
  const reading = client.read('g').each({ event: event => events.push(event.type) })
  await clock.turn(44_999)
  expect(events).toEqual(['started'])
  await clock.turn(1 + 500)
  await reading
  expect(events).toEqual(['started', 'completed'])
})

test('the result is all that was said', async () => {
  const { client } = clientOf([
    eventStream(
      started +
        sse('g', { seq: 2, type: 'reasoning', text: 'Hm' }) +
        text(3, 'He') +
        text(4, 'llo') +
        sse('g', { seq: 5, type: 'tool_call', index: 0, id: 'c', name: 'search', arguments: '{"q":' }) +
        sse('g', { seq: 6, type: 'tool_call', index: 0, arguments: '"x"}' }) +
        sse('g', { seq: 7, type: 'usage', input_tokens: 1, output_tokens: 2, reasoning_tokens: 0 }) +
        completed(8),
      named,
    ),
  ])
  expect(await (await client.start({ prompt: 'Hello' })).result()).toMatchObject({
    generation: 'g',
    text: 'Hello',
    reasoning: 'Hm',
    toolCalls: [{ id: 'c', name: 'search', arguments: '{"q":"x"}' }],
    usage: { output_tokens: 2 },
    end: { type: 'completed', finish_reason: 'stop' },
  })
})

test('every call brings the key and the headers', async () => {
  const { client, sent } = clientOf([Response.json({ data: [] })], { key: 'secret', headers: { 'x-tenant': 't' } })
  await client.models()
  expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'x-tenant': 't' })
})
