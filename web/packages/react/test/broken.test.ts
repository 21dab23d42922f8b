import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { clientOf, ends, FakeClock, FakePage, follow, isConfirmed, last, newSession, relayTo, type Server, says, startServer, until } from './harness.js'
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

test('every answer is whole and every message is there once while connections are cut again and again', async () => {
  const relay = await relayTo(server)
  const { client } = clientOf(relay)
  const id = newSession()
  relay.cutAfter(...Array.from({ length: 24 }, (_, index) => 600 + 97 * index))
  const { store, views } = follow(client, id)
  for (let turn = 1; turn <= 3; turn++) {
    await store.getView().send(`tokens=900 rate=0\n${turn}`, { model: 'sim/unicode' })
    await until(store, view => ends('completed')(view) && view.messages.length === 2 * turn)
  }
  const view = await until(store, view => view.connection === 'open' && isConfirmed(view))

  // Those that are still open may keep some for themselves.
  expect(relay.cuts).toBeGreaterThan(15)
  expect(views.some(({ connection }) => connection === 'lost')).toBe(true)
  const { data } = await clientOf(server).client.sessions.messages(id)
  expect(view.messages.map(({ id, text, status }) => [id, text, status])).toEqual(
    data.map(({ id, content, status = 'sent' }) => [id, content, status]),
  )
  expect(data.length).toBe(6)
})

test('what ran when the server was killed is interrupted, stays as it was read, and the session goes on', async () => {
  let first = await startServer(speaker.options)
  onTestFinished(() => first.stop())
  const relay = await relayTo(first)
  const { client } = clientOf(relay, { retries: Number.POSITIVE_INFINITY })
  const id = newSession()
  const { store, views } = follow(client, id)
  await store.getView().send('Before the crash', { model: 'speaker/m' })
  ;(await speaker.asked('Before the crash')).say('As far as this')
  await until(store, view => says('As far as this')(view) && isConfirmed(view))

  await first.kill()
  await until(store, ({ connection }) => connection === 'lost')
  first = await startServer(speaker.options, first.directory)
  relay.leadTo(first.url)
  const view = await until(store, view => ends('interrupted')(view) && view.connection === 'open')
  expect(last(view)?.text).toBe('As far as this')
  expect(views.flatMap(({ messages }) => messages.map(({ text }) => text)).filter(text => text.startsWith('As'))).not.toContain('As')

  await store.getView().send('After it', { model: 'speaker/m' })
  ;(await speaker.asked('After it')).say('Yes').finish()
  expect((await until(store, ends('completed'))).messages.map(({ text }) => text)).toEqual([
    'Before the crash',
    'As far as this',
    'After it',
    'Yes',
  ])
})

test('what cannot be sent stays, unsent; sent again it is the same one, and said once', async () => {
  const relay = await relayTo(server)
  const { client, find } = clientOf(relay, { retries: 2 })
  const id = newSession()
  await clientOf(server).client.sessions.create({ id })
  const { store } = follow(client, id)
  await until(store, ({ isLoading }) => !isLoading)
  relay.leadTo('http://127.0.0.1:1')
  relay.cut()
  await store.getView().send('Hello', { model: 'speaker/m' })
  const unsent = last(store.getView())
  expect(unsent).toMatchObject({ status: 'unsent', text: 'Hello', error: { code: 'connection_lost' } })
  await until(store, ({ error }) => error?.code === 'connection_lost')
  expect(store.getView().connection).toBe('lost')

  relay.leadTo(server.url)
  store.getView().reload()
  await store.getView().retry()
  ;(await speaker.asked('Hello')).say('Hi').finish()
  const view = await until(store, view => ends('completed')(view) && view.error === undefined && view.messages.length === 2)
  expect(view.messages[0]).toMatchObject({ key: unsent?.key, status: 'sent', error: undefined })
  const bodies = find(/^POST .*messages$/).map(({ init }) => init.body)
  expect(bodies.length).toBe(4)
  expect(new Set(bodies).size).toBe(1)
  expect((await clientOf(server).client.sessions.messages(id)).data.map(({ content }) => content)).toEqual(['Hello', 'Hi'])
})

test('stopping what cannot be sent gives it up', async () => {
  const relay = await relayTo(server)
  const { client } = clientOf(relay, { clock: new FakeClock() })
  const id = newSession()
  await clientOf(server).client.sessions.create({ id })
  const { store } = follow(client, id)
  await until(store, ({ isLoading }) => !isLoading)
  relay.leadTo('http://127.0.0.1:1')
  relay.cut()
  const sending = store.getView().send('Hello')
  await store.getView().stop()
  await sending
  expect(last(store.getView())).toMatchObject({ status: 'unsent', error: { code: 'connection_lost' } })
})

test('a browser that is online again does not wait for the next attempt', async () => {
  const relay = await relayTo(server)
  const page = new FakePage()
  // Nobody turns this clock: no wait for an attempt is ever over.
  const { client } = clientOf(relay, { clock: new FakeClock() })
  const id = newSession()
  await clientOf(server).client.sessions.create({ id })
  const { store } = follow(client, id, { ...page, document: undefined, frame: undefined, window: page.window, clock: page.clock })
  await store.getView().send('Are you there?', { model: 'speaker/m' })
  const call = await speaker.asked('Are you there?')
  call.say('Ye')
  await page.clock.turn(50)
  relay.cut()
  const lost = until(store, ({ connection }) => connection === 'lost')
  while (store.getView().connection !== 'lost') await page.clock.turn(50)
  await lost
  call.say('s').finish()
  page.online()
  const done = until(store, view => ends('completed')(view) && view.connection === 'open')
  while (store.getView().connection !== 'open') await page.clock.turn(50)
  expect(last(await done)?.text).toBe('Yes')
})
