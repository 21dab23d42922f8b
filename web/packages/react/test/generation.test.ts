import { TokenrillClient } from '@tokenrill/client'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { GenerationStore } from '../src/generation/generation-store.js'
import { clientOf, FakeClock, FakePage, nowhere, relayTo, type Server, startServer, until } from './harness.js'
import { type Speaker, startSpeaker } from './speaker.js'

let speaker: Speaker
let server: Server

beforeAll(async () => {
  speaker = await startSpeaker()
  server = await startServer(speaker.options)
})
afterAll(async () => {
  await server?.stop()
  speaker?.stop()
})

const model = 'speaker/m'

function storeOf(client: TokenrillClient, environment = nowhere) {
  const store = new GenerationStore(client, environment)
  onTestFinished(store.subscribe(() => {}))
  return store
}

test('a generation is started and read; its functions are the same in all views', async () => {
  const { client, count } = clientOf(server)
  const store = storeOf(client)
  const idle = store.getView()
  expect(idle).toMatchObject({ phase: 'idle', generation: undefined, answer: undefined, error: undefined, connection: 'open' })
  const starting = idle.start({ model, prompt: 'Hello' })
  expect(store.getView().phase).toBe('starting')
  await starting
  expect(store.getView()).toMatchObject({ phase: 'active', generation: expect.stringMatching(/^gen_/) })
  ;(await speaker.asked('Hello')).say('Hi').finish()
  const view = await until(store, ({ phase }) => phase === 'completed')
  expect(view.answer).toMatchObject({ text: 'Hi', end: { type: 'completed', finish_reason: 'stop' } })
  for (const name of ['start', 'run', 'read', 'stop', 'reset'] as const) expect(view[name]).toBe(idle[name])
  expect(count(/./)).toBe(1)
})

test('after a reload it is read from its first event', async () => {
  const { client } = clientOf(server)
  const stream = await client.start({ model, prompt: 'Reload' })
  const call = await speaker.asked('Reload')
  call.say('So')
  const store = storeOf(clientOf(server).client)
  store.getView().read(stream.generation)
  expect(store.getView()).toMatchObject({ phase: 'active', generation: stream.generation })
  await until(store, ({ answer }) => answer?.text === 'So')
  store.getView().read(stream.generation)
  expect(store.getView().answer?.text).toBe('So')
  call.say(' far').finish()
  expect((await until(store, ({ phase }) => phase === 'completed')).answer?.text).toBe('So far')
  stream.close()
})

test('stopping is silent, also while it is being started', async () => {
  const store = storeOf(clientOf(server).client)
  const starting = store.getView().start({ model, prompt: 'Stop at once' })
  await Promise.all([store.getView().stop(), starting])
  expect(await until(store, ({ phase }) => phase === 'cancelled')).toMatchObject({ error: undefined, answer: { text: '' } })

  await store.getView().start({ model, prompt: 'Stop soon' })
  ;(await speaker.asked('Stop soon')).say('Well')
  await until(store, ({ answer }) => answer?.text === 'Well')
  await store.getView().stop()
  expect(await until(store, ({ phase }) => phase === 'cancelled')).toMatchObject({ error: undefined, answer: { text: 'Well' } })
})

test('what is refused is unread and says why; another one takes its place', async () => {
  const store = storeOf(clientOf(server).client)
  await store.getView().start({ model, prompt: 'Hello', temperature: 7 })
  expect(store.getView()).toMatchObject({ phase: 'unread', error: { code: 'invalid_request' }, generation: undefined })
  store.getView().read('gen_of_nobody')
  expect(await until(store, ({ phase }) => phase === 'unread')).toMatchObject({ error: { code: 'not_found' }, generation: 'gen_of_nobody' })
  await store.getView().run('rephrase', { variables: { prompt: 'x' }, model: 'sim/fast' })
  expect((await until(store, ({ phase }) => phase === 'completed')).error).toBeUndefined()
})

test('a reset shows nothing more of what goes on', async () => {
  const { client, find } = clientOf(server)
  const store = storeOf(client)
  await store.getView().start({ model, prompt: 'Reset' })
  const { generation = '' } = store.getView()
  const call = await speaker.asked('Reset')
  store.getView().reset()
  expect(store.getView()).toMatchObject({ phase: 'idle', generation: undefined, answer: undefined })
  expect(find(/^POST/)[0]?.init.signal?.aborted).toBe(true)
  call.say('Unheard').finish()
  expect((await client.read(generation).result()).end?.type).toBe('completed')
  expect(store.getView().phase).toBe('idle')
})

test('a connection that breaks is told, and what came meanwhile is read', async () => {
  const relay = await relayTo(server)
  const store = storeOf(clientOf(relay).client)
  await store.getView().start({ model, prompt: 'Cut' })
  const call = await speaker.asked('Cut')
  call.say('One')
  await until(store, ({ answer }) => answer?.text === 'One')
  expect(store.getView().connection).toBe('open')
  relay.leadTo('http://127.0.0.1:1')
  relay.cut()
  await until(store, ({ connection }) => connection === 'lost')
  relay.leadTo(server.url)
  await until(store, ({ connection }) => connection === 'open')
  call.say(' Two').finish()
  expect((await until(store, ({ phase }) => phase === 'completed')).answer?.text).toBe('One Two')
})

test('a server that stays away is told, and stopping gives up at once', async () => {
  const store = storeOf(new TokenrillClient({ url: 'http://127.0.0.1:1', retries: 1, clock: nowhere.clock }))
  await store.getView().start({ prompt: 'Hello' })
  expect(store.getView()).toMatchObject({ phase: 'unread', error: { code: 'connection_lost' }, connection: 'lost' })

  // Nobody turns this clock: no wait for an attempt is ever over.
  const waiting = storeOf(new TokenrillClient({ url: 'http://127.0.0.1:1', clock: new FakeClock() }))
  const starting = waiting.getView().start({ prompt: 'Hello' })
  await waiting.getView().stop()
  await starting
  expect(waiting.getView()).toMatchObject({ phase: 'unread', error: { code: 'connection_lost' } })
})

test('a start that waits for its next attempt is sent at once when the browser is online again', async () => {
  const relay = await relayTo(server)
  relay.leadTo('http://127.0.0.1:1')
  const page = new FakePage()
  const { client, find } = clientOf(relay, { clock: new FakeClock() })
  const store = storeOf(client, { ...nowhere, window: page.window })
  const starting = store.getView().start({ model, prompt: 'Online' })
  await until(store, ({ connection }) => connection === 'lost')
  relay.leadTo(server.url)
  page.online()
  await starting
  expect(store.getView().phase).toBe('active')
  const bodies = find(/^POST/).map(({ init }) => init.body)
  expect(bodies.length).toBe(2)
  expect(new Set(bodies).size).toBe(1)
  await store.getView().stop()
})
