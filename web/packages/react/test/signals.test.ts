import { TokenrillClient } from '@tokenrill/client'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { SessionStore } from '../src/session/session-store.js'
import { FakeServer, FakeStream } from './fake-server.js'
import { clientOf, follow, newSession, type Server, startServer, until } from './harness.js'
import { type Call, type Speaker, startSpeaker } from './speaker.js'

let speaker: Speaker
let server: Server

beforeAll(async () => {
  speaker = await startSpeaker()
  server = await startServer({ ...speaker.options, Tokenrill__Signals__Model: 'speaker/signals', Tokenrill__Signals__Turns: '1' })
})
afterAll(async () => {
  await server?.stop()
  speaker?.stop()
})

const goals = (call: Call, ...texts: readonly string[]) =>
  call.say(JSON.stringify({ signals: texts.map(text => ({ kind: 'goal', text, confidence: 0.8, message: 'm1' })) })).finish()

/** Says something whose signals are these. */
async function say(store: ReturnType<typeof follow>['store'], words: string, ...texts: readonly string[]) {
  await store.getView().send(words, { model: 'speaker/m' })
  ;(await speaker.asked(words)).say('Yes').finish()
  goals(await speaker.told(words), ...texts)
}

test('signals come as they are found, and say when one was dismissed, over the connection of the session', async () => {
  const { client, count } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const { store } = follow(client, id)
  const { signals } = store
  onTestFinished(signals.subscribe(() => {}))
  await until(store, ({ connection }) => connection === 'open')
  expect(signals.getView().signals).toEqual([])
  await say(store, 'I want one', 'One', 'Two')
  const found = (await until(signals, view => view.signals.length === 2)).signals
  expect(found).toMatchObject([
    { kind: 'goal', text: 'One', confidence: 0.8, message_id: store.getView().messages[0]?.id },
    { text: 'Two' },
  ])

  const dismissing = signals.getView().dismiss(found[0]?.id ?? '')
  await dismissing
  expect(signals.getView().signals).toMatchObject([{ text: 'One', dismissed: true }, { text: 'Two' }])
  expect(signals.getView().signals[1]).toBe(found[1])
  await client.sessions.dismiss(id, found[1]?.id ?? '')
  await until(signals, view => view.signals.every(({ dismissed }) => dismissed))
  expect(count(/^GET .*events/)).toBe(1)
  expect(count(/^GET .*signals/)).toBe(1)
})

test('signals that were found before are there, also for who shows nothing else', async () => {
  const { client } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const first = follow(client, id).store
  await say(first, 'I want two', 'One')
  await until(first, ({ messages }) => messages.length === 2)
  const found = new Promise<void>(resolve => {
    const look = async () => ((await client.sessions.signals(id)).data?.length ? resolve() : void setTimeout(look, 10))
    void look()
  })
  await found

  const later = clientOf(server)
  const { signals } = new SessionStore(later.client, id)
  onTestFinished(signals.subscribe(() => {}))
  expect((await until(signals, view => view.signals.length === 1)).signals).toMatchObject([{ text: 'One' }])
  await expect(signals.getView().dismiss('sig_of_nobody')).rejects.toMatchObject({ code: 'not_found' })
})

test('a list that was made before a signal was dismissed does not bring it back', async () => {
  const log = new FakeStream()
  const fake = new FakeServer().holds([], 0, log)
  const signal = { id: 'sig_1', kind: 'goal', text: 'One', confidence: 1, message_id: 'm', created_at: 't' }
  let list: (response: Response) => void = () => {}
  fake.on('GET /v1/sessions/s/signals', () => new Promise<Response>(resolve => { list = resolve }))
  const { store } = follow(new TokenrillClient({ url: fake.url, fetch: fake.fetch }), 's')
  const { signals } = store
  onTestFinished(signals.subscribe(() => {}))
  await until(store, ({ connection }) => connection === 'open')
  log.say(
    { seq: 1, type: 'signal.created', signal },
    { seq: 2, type: 'signal.created', signal: { ...signal, id: 'sig_2' } },
    { seq: 3, type: 'signal.dismissed', signal_id: 'sig_0' },
    { seq: 4, type: 'signal.dismissed', signal_id: 'sig_1' },
  )
  await until(signals, view => view.signals[0]?.dismissed === true)
  list(Response.json({ data: [{ ...signal, id: 'sig_0' }, signal] }))
  const view = await until(signals, ({ signals }) => signals.length === 3)
  expect(view.signals.map(({ id, dismissed = false }) => [id, dismissed])).toEqual([
    ['sig_0', true],
    ['sig_1', true],
    ['sig_2', false],
  ])
})
