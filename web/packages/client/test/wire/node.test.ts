import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type GenerationEvent,
  type GenerationState,
  type Message,
  type SessionEvent,
  TokenrillClient,
  type TokenrillError,
} from '../../src/index.js'
import { ask, hurried, relayTo, type Server, startServer, thirtyCuts } from './harness.js'

let server: Server
let client: TokenrillClient

beforeAll(async () => {
  server = await startServer()
  client = new TokenrillClient({ url: server.url })
})
afterAll(() => server?.stop())

const textOf = (events: readonly GenerationEvent[]) => events.map(event => (event.type === 'text' ? event.text : '')).join('')
const dense = (events: readonly GenerationEvent[]) => expect(events.map(event => event.seq)).toEqual(events.map((_, index) => index + 1))

test('every event comes once while the connection is cut thirty times', async () => {
  const relay = await relayTo(server)
  relay.cutAfter(...thirtyCuts)
  const breaks: number[] = []
  const stream = await new TokenrillClient({ url: relay.url, clock: hurried }).start(
    { model: 'sim/unicode', prompt: 'tokens=900 rate=0' },
    { onReconnect: ({ attempt }) => breaks.push(attempt) },
  )
  const events: GenerationEvent[] = []
  for await (const event of stream) events.push(event)

  expect(relay.cuts).toBe(30)
  expect(breaks.length).toBe(30)
  dense(events)
  expect(events[0]?.type).toBe('started')
  expect(events.at(-1)?.type).toBe('completed')
  const state = await ask<GenerationState>(server, `/v1/generations/${stream.generation}`)
  expect(events.length).toBe(state.last_seq)
  expect(textOf(events)).toBe(state.text)
})

test('a start whose answer is lost is repeated and starts once', async () => {
  const relay = await relayTo(server)
  relay.cutAfter(0, 0)
  const attempts: number[] = []
  const remote = new TokenrillClient({ url: relay.url, clock: hurried })
  await client.sessions.create({ id: 'once' })
  const stream = await remote.sessions.send(
    'once',
    { model: 'sim/fast', content: 'tokens=5' },
    { onReconnect: ({ attempt }) => attempts.push(attempt) },
  )
  const answer = await stream.result()

  expect(attempts).toEqual([1, 2])
  expect(answer.end?.type).toBe('completed')
  const { data } = await ask<{ data: Message[] }>(server, '/v1/sessions/once/messages')
  expect(data.map(message => message.role)).toEqual(['user', 'assistant'])
  expect(data[1]?.generation).toBe(stream.generation)
})

test('what ran when the server was killed ends as interrupted, and nothing that came is lost', async () => {
  let first = await startServer()
  const relay = await relayTo(first)
  const remote = new TokenrillClient({ url: relay.url, clock: hurried, retries: Number.POSITIVE_INFINITY })
  const stream = await remote.start({ model: 'sim/steady', prompt: 'tokens=100000 rate=200' })
  const events: GenerationEvent[] = []
  for await (const event of stream) {
    events.push(event)
    if (events.length !== 150) continue
    await first.kill()
    first = await startServer({}, first.directory)
    relay.leadTo(first.url)
  }

  const state = await remote.state(stream.generation)
  await first.stop()
  dense(events)
  expect(events.length).toBeGreaterThanOrEqual(151)
  expect(events.at(-1)?.type).toBe('interrupted')
  expect(state.status).toBe('interrupted')
  expect(textOf(events).startsWith(state.text ?? '')).toBe(true)
  expect(state.text?.length).toBeGreaterThan(100)
})

test('stopping ends the stream with cancelled and without an error, before the first token too', async () => {
  const stream = await client.start({ model: 'sim/steady', prompt: 'ttft=600000' })
  const seen: string[] = []
  const reading = stream.each({ event: event => seen.push(event.type) })
  await stream.stop()
  await reading
  expect(seen.at(-1)).toBe('cancelled')
  expect((await stream.stop()).status).toBe('cancelled')
})

test('an aborted signal ends the stream silently and leaves the generation alone', async () => {
  const leaving = new AbortController()
  const stream = await client.start({ model: 'sim/steady', prompt: 'tokens=100000 rate=40' }, { signal: leaving.signal })
  let count = 0
  await stream.each({ text: () => ++count === 3 && leaving.abort() })
  expect(count).toBe(3)
  expect((await client.state(stream.generation)).status).toBe('active')
  expect((await client.active()).map(state => state.id)).toContain(stream.generation)
  await client.stop(stream.generation)
})

test('a read goes on behind the event that was processed last', async () => {
  const stream = await client.start({ model: 'sim/fast', prompt: 'tokens=10' })
  const all: GenerationEvent[] = []
  for await (const event of stream) all.push(event)
  const rest: GenerationEvent[] = []
  for await (const event of client.read(stream.generation, { after: 4 })) rest.push(event)
  expect(rest).toEqual(all.slice(4))
})

test('a refusal says what was wrong and where', async () => {
  const refused = await client.start({ prompt: 'Hello', temperature: 7 }).catch((error: TokenrillError) => error)
  expect(refused).toMatchObject({ name: 'TokenrillError', code: 'invalid_request', status: 400, field: 'temperature', retryable: false })
  expect((refused as TokenrillError).id).toMatch(/^err_/)
  await expect(client.read('gen_of_nobody').result()).rejects.toMatchObject({ code: 'not_found', status: 404 })
})

test('a busy session names the generation in the way', async () => {
  await client.sessions.create({ id: 'busy' })
  const active = await client.sessions.send('busy', { model: 'sim/steady', content: 'tokens=100000 rate=40' })
  await expect(client.sessions.send('busy', { content: 'Hello', on_busy: 'reject' })).rejects.toMatchObject({
    code: 'session_busy',
    retryable: true,
    generation: active.generation,
  })
  expect((await client.sessions.stop('busy'))?.id).toBe(active.generation)
  expect(await client.sessions.active('busy')).toBeUndefined()
  active.close()
})

test('a session is followed over broken connections: each event once', async () => {
  const relay = await relayTo(server)
  const remote = new TokenrillClient({ url: relay.url, clock: hurried })
  await client.sessions.create({ id: 'followed' })
  relay.cutAfter(...Array.from({ length: 8 }, (_, index) => 700 + 100 * index))
  const events: SessionEvent[] = []
  const stream = remote.sessions.events('followed')
  const reading = (async () => {
    for await (const event of stream) {
      events.push(event)
      if (events.filter(({ type }) => type === 'generation.ended').length === 6) break
    }
  })()
  for (let turn = 0; turn < 6; turn++)
    await (await client.sessions.send('followed', { model: 'sim/fast', content: `tokens=3\n${turn}` })).result()
  await reading

  expect(relay.cuts).toBeGreaterThan(3)
  expect(events.map(event => event.seq)).toEqual(events.map((_, index) => index + 1))
  expect(
    events.flatMap(event => (event.type === 'message.created' && event.message.role === 'user' ? [event.message.content] : [])),
  ).toEqual(Array.from({ length: 6 }, (_, turn) => `tokens=3\n${turn}`))
})

test('sessions are created, found, renamed, listed and deleted', async () => {
  const { id } = await client.sessions.create({ id: '100 % ümlauts & spaces?', title: 'First' })
  expect((await client.sessions.rename(id, 'Second')).title).toBe('Second')
  expect((await client.sessions.get(id)).title).toBe('Second')
  expect((await client.sessions.list({ limit: 1 })).data.length).toBe(1)
  await client.sessions.delete(id)
  await expect(client.sessions.get(id)).rejects.toMatchObject({ code: 'not_found' })
})

test('signals that have not changed are not told again', async () => {
  await client.sessions.create({ id: 'signals' })
  const first = await client.sessions.signals('signals')
  expect(first.data).toEqual([])
  expect(first.etag).toBeTruthy()
  expect(await client.sessions.signals('signals', { etag: first.etag })).toMatchObject({ data: undefined, etag: first.etag })
})

test('recipes are listed, and run with their variables', async () => {
  const recipes = await client.recipes.list()
  expect(recipes.map(recipe => recipe.name)).toContain('rephrase')
  expect((await client.recipes.get('four_stages')).stages?.length).toBe(4)
  await expect(client.recipes.run('rephrase', { variables: { nonsense: 1 } })).rejects.toMatchObject({ code: 'invalid_request' })
  await expect(client.recipes.run('nothing', {})).rejects.toMatchObject({ code: 'not_found' })
  expect((await client.models()).map(model => model.id)).toContain('sim/steady')
})
