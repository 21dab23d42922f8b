import { TokenrillClient } from '@tokenrill/client'
import { expect, test } from 'vitest'
import { SessionStore } from '../src/session/session-store.js'
import { answer, FakeServer, FakeStream, problem, said, turn, user } from './fake-server.js'
import { ends, follow, hurried, last, nowhere, says, until } from './harness.js'

const clientOf = ({ url, fetch }: FakeServer) => new TokenrillClient({ url, fetch, clock: hurried, retries: 1 })
const isLoaded = ({ isLoading }: { readonly isLoading: boolean }) => !isLoading
const named = (generation: string) => new FakeStream({ 'tokenrill-generation': generation })
const completed = (seq: number) => ({ seq, type: 'completed', finish_reason: 'stop' })
const events = (generation: string) => `GET /v1/generations/${generation}/events`
const post = 'POST /v1/sessions/s/messages'

test('a session that may not be read says so, and is loaded when it may', async () => {
  const server = new FakeServer().holds([user('a', 'Hello')], 1, new FakeStream())
  server.on('GET /v1/sessions/s/messages', problem(401, 'unauthorized'), () => Response.json({ data: [user('a', 'Hello')], last_seq: 1 }))
  const { store } = follow(clientOf(server), 's')
  expect(await until(store, isLoaded)).toMatchObject({ error: { code: 'unauthorized' }, connection: 'lost', messages: [] })
  expect(server.find('GET /v1/sessions/s/messages').length).toBe(1)
  store.getView().reload()
  await until(store, ({ connection, messages, error }) => connection === 'open' && messages.length === 1 && !error)
})

test('a server that is down is asked again until it is there', async () => {
  const list = () => Response.json({ data: [user('a', 'Hello')], last_seq: 1 })
  const server = new FakeServer().holds([], 0, new FakeStream())
  server.on('GET /v1/sessions/s/messages', new TypeError('fetch failed'), problem(503, 'storage_unavailable', { retryable: true }), list)
  const { store, views } = follow(clientOf(server), 's')
  expect(await until(store, isLoaded)).toMatchObject({ error: undefined, messages: [{ text: 'Hello' }] })
  await until(store, ({ connection }) => connection === 'open')
  expect(views.map(({ connection }) => connection)).toContain('lost')
})

test('all pages are loaded, and the log is followed from where the first one was made', async () => {
  const log = new FakeStream()
  const server = new FakeServer().holds([], 0, log)
  server.on('GET /v1/sessions/s/messages', ({ url }) =>
    url.searchParams.get('after') === 'b'
      ? Response.json({ data: [user('c', 'Three'), answer('d', 'h', 'completed', 'Four')], last_seq: 9 })
      : Response.json({ data: [user('a', 'One'), answer('b', 'g', 'completed', 'Two')], last_seq: 4, next: 'b' }),
  )
  const { store } = follow(clientOf(server), 's')
  const { messages } = await until(store, isLoaded)
  expect(messages.map(({ text }) => text)).toEqual(['One', 'Two', 'Three', 'Four'])
  expect(server.find('GET /v1/sessions/s/messages').map(({ url }) => url.searchParams.get('limit'))).toEqual(['1000', '1000'])
  // What the second page had already changes nothing.
  log.say(
    { seq: 5, type: 'message.created', message: user('c', 'Three') },
    { seq: 6, type: 'message.created', message: answer('d', 'h', 'active') },
    { seq: 7, type: 'generation.ended', generation: 'h', message_id: 'd', status: 'completed' },
    { seq: 8, type: 'title.changed', title: 'T' },
  )
  const later = await until(store, ({ title }) => title === 'T')
  expect(server.find('GET /v1/sessions/s/events')[0]?.url.search).toBe('?after=4')
  expect(later.messages).toBe(messages)
})

test('when events are missing the session is listed again, and what is the same stays the same', async () => {
  const [log, again] = [new FakeStream(), new FakeStream()]
  const old = [user('a', 'One'), answer('b', 'g', 'completed', 'Two')]
  const server = new FakeServer().holds(old, 2, log)
  server.on('GET /v1/sessions/s/events', log, problem(410, 'cursor_expired'), again)
  const { store } = follow(clientOf(server), 's')
  const before = await until(store, ({ connection }) => connection === 'open')
  server.on('GET /v1/sessions/s/messages', () => Response.json({ data: [...old, user('c', 'Three')], last_seq: 2000 }))
  log.break()
  const after = await until(store, ({ messages, connection }) => messages.length === 3 && connection === 'open')
  expect(after.messages.slice(0, 2)).toEqual(before.messages)
  expect(after.messages[0]).toBe(before.messages[0])
  expect(after.messages[1]).toBe(before.messages[1])
  expect(server.find('GET /v1/sessions/s/events').at(-1)?.url.search).toBe('?after=2000')
  expect(after).toMatchObject({ isGone: false, error: undefined })
})

test('another session by the same name takes the place of one that was deleted', async () => {
  const [log, again] = [new FakeStream(), new FakeStream()]
  const stream = named('g').say(...said('g', 'Yes'), completed(3))
  const server = new FakeServer().holds([], 0, log).on('GET /v1/sessions/s/events', log, problem(404, 'not_found'), again)
  server.on('GET /v1/sessions/s', Response.json({ id: 's', created_at: 'then' })).on(post, stream)
  const { store } = follow(clientOf(server), 's')
  await store.getView().send('Hello')
  log.say(...turn(1, 'Hello', 'g'))
  await until(store, view => ends('completed')(view) && last(view)?.id === 'msg_2')
  server.on('GET /v1/sessions/s', Response.json({ id: 's', created_at: 'now' }))
  server.on('GET /v1/sessions/s/messages', Response.json({ data: [user('a', 'New')], last_seq: 1 }))
  log.break()
  expect(await until(store, ({ messages }) => messages[0]?.id === 'a')).toMatchObject({ messages: [{ text: 'New' }], isGone: false })
})

test('a list without events is not asked for without end', async () => {
  const server = new FakeServer().holds([user('a', 'One')], 2, new FakeStream())
  server.on('GET /v1/sessions/s/events', problem(404, 'not_found'))
  const { store } = follow(clientOf(server), 's')
  expect(await until(store, ({ error }) => error !== undefined)).toMatchObject({ error: { code: 'not_found' }, messages: [{ text: 'One' }] })
  expect(server.find('GET /v1/sessions/s/events').length).toBe(4)
})

test('what a server that crashed has forgotten can be said again, and what was read of the answer stays', async () => {
  const [log, again] = [new FakeStream(), new FakeStream()]
  const stream = named('g').say(...said('g', 'So', ' far'))
  const server = new FakeServer().holds([], 0, log)
  server.on('GET /v1/sessions/s/events', log, problem(404, 'not_found'), again).on(post, stream)
  const { store } = follow(clientOf(server), 's')
  await store.getView().send('Hello', { model: 'm' })
  log.say(...turn(1, 'Hello', 'g'))
  const [said_, read] = (await until(store, view => says('So far')(view) && last(view)?.id === 'msg_2')).messages
  stream.break()
  log.break()
  const { messages } = await until(store, view => ends('interrupted')(view) && view.messages[0]?.status === 'unsent')
  expect(messages).toMatchObject([
    { key: said_?.key, text: 'Hello', error: { code: 'interrupted' } },
    { key: read?.key, text: 'So far' },
  ])

  server.on(post, named('h').say(...said('h', 'Yes'), completed(3)))
  await store.getView().retry()
  await until(store, ends('completed'))
  const [first, second] = server.find(post).map(({ body }) => body)
  expect(second).toEqual(first)
})

test('what the server had got although it could not say so is not shown twice', async () => {
  const log = new FakeStream()
  const server = new FakeServer().holds([], 0, log).on(post, new TypeError('fetch failed'))
  server.on(events('g'), new FakeStream().say(...said('g', 'Yes'), completed(3)))
  const { store } = follow(clientOf(server), 's')
  await store.getView().send('Hello')
  const unsent = last(store.getView())
  expect(unsent?.status).toBe('unsent')
  log.say(...turn(1, 'Hello', 'g'))
  const { messages } = await until(store, ends('completed'))
  expect(messages).toMatchObject([
    { key: unsent?.key, id: 'msg_1', status: 'sent', error: undefined },
    { text: 'Yes', model: 'm' },
  ])
})

test('what was stopped before the server could say that it had it is stopped when the log tells of it', async () => {
  const log = new FakeStream()
  const server = new FakeServer().holds([], 0, log)
  server.on(post, new TypeError('fetch failed'))
  server.on(events('g'), new FakeStream().say(...said('g')))
  const stopped = new Promise<void>(resolve =>
    server.on('POST /v1/generations/g/stop', () => {
      resolve()
      return Response.json({ id: 'g', status: 'cancelled' })
    }),
  )
  // No wait for an attempt is ever over.
  const clock = { ...hurried, after: () => () => {} }
  const { store } = follow(new TokenrillClient({ url: server.url, fetch: server.fetch, clock }), 's')
  await until(store, ({ connection }) => connection === 'open')
  const sending = store.getView().send('Hello')
  await store.getView().stop()
  await sending
  expect(last(store.getView())?.status).toBe('unsent')
  log.say(...turn(1, 'Hello', 'g'))
  await stopped
})

test('the same words of somebody else do not make those sent that the server refused', async () => {
  const log = new FakeStream()
  let refuse: (response: Response) => void = () => {}
  const server = new FakeServer().holds([], 0, log).on(post, () => new Promise<Response>(resolve => { refuse = resolve }))
  server.on(events('g'), new FakeStream().say(...said('g', 'Yes'), completed(3)))
  const { store } = follow(clientOf(server), 's')
  await until(store, ({ connection }) => connection === 'open')
  const sending = store.getView().send('Hello')
  log.say(...turn(1, 'Hello', 'g'))
  await until(store, view => view.messages.length === 2)
  refuse(problem(429, 'rate_limited', { retryable: true }))
  await sending
  const { messages } = await until(store, view => view.messages[1]?.status === 'completed')
  expect(messages).toMatchObject([
    { id: 'msg_1', status: 'sent', error: undefined },
    { text: 'Yes' },
    { text: 'Hello', status: 'unsent', error: { code: 'rate_limited' } },
  ])
})

test('an answer of which the log tells before the server accepts is read once', async () => {
  const log = new FakeStream()
  let accept: (stream: FakeStream) => void = () => {}
  const server = new FakeServer().holds([], 0, log).on(post, () => new Promise<FakeStream>(resolve => { accept = resolve }))
  const { store } = follow(clientOf(server), 's')
  await until(store, ({ connection }) => connection === 'open')
  const sending = store.getView().send('Hello')
  log.say(...turn(1, 'Hello', 'g'), { seq: 4, type: 'generation.ended', generation: 'g', message_id: 'msg_2', status: 'failed' })
  const early = await until(store, view => view.messages.length === 2)
  expect(last(early)).toMatchObject({ id: 'msg_2', isThinking: true })
  const error = { code: 'provider_unavailable', message: 'No.', id: 'err_1', retryable: true }
  accept(named('g').say(...said('g'), { seq: 2, type: 'failed', error }))
  await sending
  expect(last(await until(store, ends('failed')))).toMatchObject({ key: last(early)?.key, error })
  expect(server.asked.filter(({ call }) => call === events('g'))).toEqual([])
})

test('an answer that cannot be read says why and is read again when it is reloaded', async () => {
  const log = new FakeStream()
  const server = new FakeServer().holds([user('a', 'Hello'), answer('b', 'g', 'active', 'So far')], 3, log)
  const stream = new FakeStream().say(...said('g', 'So'))
  server.on(events('g'), problem(403, 'forbidden'), stream)
  const { store, views } = follow(clientOf(server), 's')
  expect(last(await until(store, view => last(view)?.error !== undefined))).toMatchObject({ status: 'active', error: { code: 'forbidden' } })
  store.getView().reload()
  // Its reading has not come as far as the list.
  expect(last(await until(store, view => last(view)?.model === 'm'))?.text).toBe('So far')
  stream.say({ seq: 3, type: 'text', text: ' far so good' }, completed(4))
  expect(last(await until(store, ends('completed')))).toMatchObject({ text: 'So far so good', error: undefined })
  expect(views.map(view => last(view)?.text).filter(text => text !== undefined && !text.startsWith('So far'))).toEqual([])
})

test('what the log says of an answer that could not be read to its end settles it', async () => {
  const log = new FakeStream()
  const server = new FakeServer().holds([user('a', 'Hello'), answer('b', 'g', 'active', 'So far')], 3, log)
  server.on(events('g'), problem(410, 'cursor_expired'))
  const { store } = follow(clientOf(server), 's')
  await until(store, view => last(view)?.error !== undefined && view.connection === 'open')
  log.say({ seq: 4, type: 'generation.ended', generation: 'g', message_id: 'b', status: 'interrupted' })
  expect(last(await until(store, ends('interrupted')))?.text).toBe('So far')
})

test('no connection is kept for a session that is shown nowhere', async () => {
  const log = new FakeStream()
  const server = new FakeServer().holds([user('a', 'Hello'), answer('b', 'g', 'active')], 3, log)
  const stream = new FakeStream().say(...said('g', 'So'))
  server.on(events('g'), stream)
  const store = new SessionStore(clientOf(server), 's', nowhere)
  const gone = new Promise<void>(resolve => {
    const leave = store.subscribe(() => {
      if (!says('So')(store.getView())) return
      leave()
      setTimeout(resolve, 10)
    })
  })
  await gone
  expect([log.isLeft, stream.isLeft]).toEqual([true, true])
})
