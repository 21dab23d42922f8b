import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, ends, follow, isConfirmed, last, newSession, type Server, says, startServer, until } from './harness.js'
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

test('what is said is shown at once, and its answer as it comes; the server is asked once for it', async () => {
  const { client, count } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const { store, views } = follow(client, id)
  await until(store, ({ isLoading }) => !isLoading)

  const sending = store.getView().send('Hello', { model })
  const said = last(store.getView())
  expect(said).toMatchObject({ role: 'user', text: 'Hello', status: 'sending', id: expect.stringMatching(/^local-/) })
  await sending
  expect(store.getView().active).toMatchObject({ role: 'assistant', status: 'active', isThinking: true, text: '' })

  const call = await speaker.asked('Hello')
  call.say('He')
  expect(last(await until(store, says('He')))).toMatchObject({ status: 'active', isThinking: false })
  call.say('llo')
  await until(store, says('Hello'))
  call.finish()
  const view = await until(store, view => ends('completed')(view) && isConfirmed(view))

  expect(view.messages).toMatchObject([
    { role: 'user', text: 'Hello', status: 'sent', key: said?.key },
    { role: 'assistant', text: 'Hello', status: 'completed', model, stats: { characters: 5 }, error: undefined },
  ])
  expect(view).toMatchObject({ active: undefined, title: 'Hello', connection: 'open', error: undefined })
  expect(new Set(views.flatMap(({ messages }) => messages.map(({ key }) => key))).size).toBe(2)
  expect(count(/^POST .*messages$/)).toBe(1)
  expect(count(/generations/)).toBe(0)
})

test('a session that is not there is empty, and what is said first creates it', async () => {
  const { client } = clientOf(server)
  const id = newSession()
  const { store } = follow(client, id)
  expect(await until(store, ({ isLoading }) => !isLoading)).toMatchObject({ messages: [], error: undefined, isGone: false, connection: 'open' })
  await store.getView().send('Hello', { model })
  ;(await speaker.asked('Hello')).say('Hi').finish()
  await until(store, view => ends('completed')(view) && view.title === 'Hello')
  expect((await client.sessions.messages(id)).data.map(({ content }) => content)).toEqual(['Hello', 'Hi'])
})

test('what is said before anything is loaded comes behind what was said before', async () => {
  const { client } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const first = await client.sessions.send(id, { model, content: 'Hello' })
  ;(await speaker.asked('Hello')).say('One').finish()
  await first.result()

  const { store } = follow(client, id)
  const sending = store.getView().send('Hello', { model })
  const said = last(store.getView())
  expect(store.getView()).toMatchObject({ isLoading: true, messages: [{ text: 'Hello', status: 'sending' }] })
  await sending
  ;(await speaker.asked('Hello')).say('Two').finish()
  const { messages } = await until(store, view => ends('completed')(view) && view.messages.length === 4 && isConfirmed(view))
  expect(messages.map(({ text }) => text)).toEqual(['Hello', 'One', 'Hello', 'Two'])
  expect(messages[2]?.key).toBe(said?.key)
})

test('stopping is silent: before the first token, and in the middle of the answer', async () => {
  const { client } = clientOf(server)
  const { store } = follow(client, newSession())
  await store.getView().send('Hello', { model })
  await speaker.asked('Hello')
  await store.getView().stop()
  expect(last(await until(store, ends('cancelled')))).toMatchObject({ text: '', error: undefined, isThinking: false })

  await store.getView().send('Again', { model })
  ;(await speaker.asked('Again')).say('So far')
  await until(store, says('So far'))
  await store.getView().stop()
  expect(last(await until(store, ends('cancelled')))).toMatchObject({ text: 'So far', error: undefined })
})

test('stopping while the question is on its way stops what the server makes of it', async () => {
  const { client } = clientOf(server)
  const { store } = follow(client, newSession())
  await until(store, ({ isLoading }) => !isLoading)
  const sending = store.getView().send('Stop me', { model })
  const stopping = store.getView().stop()
  expect(last(store.getView())?.status).toBe('sending')
  await Promise.all([sending, stopping])
  expect(await until(store, ends('cancelled'))).toMatchObject({ messages: [{ status: 'sent' }, { status: 'cancelled' }] })
})

test('who says more while an answer is being written supersedes it', async () => {
  const { client } = clientOf(server)
  const { store } = follow(client, newSession())
  await store.getView().send('One', { model })
  ;(await speaker.asked('One')).say('Uno')
  await until(store, says('Uno'))
  await store.getView().send('Two', { model })
  ;(await speaker.asked('Two')).say('Dos').finish()
  const { messages } = await until(store, view => ends('completed')(view) && view.messages.length === 4)
  expect(messages.map(({ text, status }) => [text, status])).toEqual([
    ['One', 'sent'],
    ['Uno', 'superseded'],
    ['Two', 'sent'],
    ['Dos', 'completed'],
  ])
})

test('two who show a session are in step, whoever says something', async () => {
  const [one, other] = [clientOf(server), clientOf(server)]
  const id = newSession()
  await one.client.sessions.create({ id })
  const [here, there] = [follow(one.client, id).store, follow(other.client, id).store]
  await Promise.all([here, there].map(store => until(store, ({ isLoading }) => !isLoading)))

  await here.getView().send('From here', { model })
  const call = await speaker.asked('From here')
  call.say('Half')
  await Promise.all([here, there].map(store => until(store, says('Half'))))
  call.say(' and half').finish()
  await Promise.all([here, there].map(store => until(store, ends('completed'))))
  await there.getView().send('From there', { model })
  ;(await speaker.asked('From there')).say('Yes').finish()
  const views = await Promise.all(
    [here, there].map(store =>
      until(store, view => ends('completed')(view) && view.messages.length === 4 && isConfirmed(view)),
    ),
  )
  const [left, right] = views.map(({ messages }) => messages.map(({ key: _, ...message }) => message))
  expect(left).toEqual(right)
  expect(here.getView().messages.map(({ text }) => text)).toEqual(['From here', 'Half and half', 'From there', 'Yes'])
})

test('who comes in the middle of an answer sees all of it, and its text never shrinks', async () => {
  const { client } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const stream = await client.sessions.send(id, { model, content: 'Hello' })
  const call = await speaker.asked('Hello')
  call.say(...'abcdefghij')
  await stream.each({ text: event => event.text.endsWith('j') && stream.close() })

  const { store, views } = follow(client, id)
  await until(store, says('abcdefghij'))
  call.say('k').finish()
  await until(store, ends('completed'))
  const lengths = views.flatMap(view => last(view)?.text.length ?? [])
  expect(lengths).toEqual([...lengths].sort((one, other) => one - other))
  expect(lengths[0]).toBe(10)
  expect(last(store.getView())).toMatchObject({ text: 'abcdefghijk', stats: { characters: 11 } })
})

test('what failed says why, and is asked again as a new message with the options it had', async () => {
  const { client } = clientOf(server)
  const { store } = follow(client, newSession())
  await store.getView().send('Hello', { model: 'sim/error', temperature: 0.5 })
  const failed = last(await until(store, view => ends('failed')(view) && isConfirmed(view)))
  expect(failed?.error).toMatchObject({ code: 'provider_unavailable', id: expect.stringMatching(/^err_/) })

  await store.getView().retry({ model })
  const call = await speaker.asked('Hello')
  expect(call.body).toMatchObject({ temperature: 0.5, messages: [{ content: 'Hello' }, { content: 'Hello' }] })
  call.say('Yes').finish()
  const { messages } = await until(store, view => ends('completed')(view) && view.messages.length === 4)
  expect(messages.map(({ text }) => text)).toEqual(['Hello', '', 'Hello', 'Yes'])
  expect(messages[1]).toBe(failed)
})

test('what the server refuses stays, unsent, and says why; it is sent again in its place at the end', async () => {
  const { client, count } = clientOf(server)
  const { store } = follow(client, newSession())
  await store.getView().send('Hello', { model, temperature: 7 })
  const unsent = last(store.getView())
  expect(unsent).toMatchObject({ status: 'unsent', error: { code: 'invalid_request', field: 'temperature' } })
  await store.getView().send('Good', { model })
  ;(await speaker.asked('Good')).say('Fine').finish()
  await until(store, view => ends('completed')(view) && view.messages.length === 3)
  expect(store.getView().messages[0]).toBe(unsent)

  await store.getView().retry({ model })
  ;(await speaker.asked('Good')).say('Fine').finish()
  expect((await until(store, view => ends('completed')(view) && view.messages.length === 5)).messages.map(({ text }) => text)).toEqual([
    'Hello',
    'Good',
    'Fine',
    'Good',
    'Fine',
  ])
  expect(count(/^POST .*messages$/)).toBe(3)
})

test('a session that is deleted while it is followed is gone, and what is said then says so', async () => {
  const { client } = clientOf(server)
  const id = newSession()
  const { store } = follow(client, id)
  await store.getView().send('Hello', { model })
  ;(await speaker.asked('Hello')).say('Half')
  await until(store, says('Half'))
  await until(store, ({ title }) => title === 'Hello')
  await client.sessions.delete(id)
  const view = await until(store, ({ isGone }) => isGone)
  expect(view).toMatchObject({ error: undefined, isLoading: false, messages: [{ text: 'Hello' }, { text: 'Half' }] })
  await until(store, ends('cancelled'))
  await store.getView().send('Hello?', { model })
  expect(last(store.getView())).toMatchObject({ status: 'unsent', error: { code: 'not_found' } })
})

test('another title is told', async () => {
  const { client } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id, title: 'One' })
  const { store } = follow(client, id)
  await until(store, ({ title }) => title === 'One')
  await client.sessions.rename(id, 'Two')
  await until(store, ({ title }) => title === 'Two')
})

test('a message that attaches to another answer was not said', async () => {
  const { client } = clientOf(server)
  const { store } = follow(client, newSession())
  await store.getView().send('One', { model })
  const call = await speaker.asked('One')
  call.say('Uno')
  await until(store, says('Uno'))
  await store.getView().send('Two', { model, on_busy: 'attach' })
  expect(last(await until(store, ends('unsent')))).toMatchObject({ text: 'Two', error: { code: 'session_busy' } })
  call.finish()
  expect((await until(store, ({ active }) => !active)).messages.map(({ text, status }) => [text, status])).toEqual([
    ['One', 'sent'],
    ['Uno', 'completed'],
    ['Two', 'unsent'],
  ])
})
