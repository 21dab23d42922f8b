import { TokenrillClient } from '@tokenrill/client'
import { expect, test } from 'vitest'
import { FakeServer, FakeStream, problem, said, turn } from './fake-server.js'
import { follow, hurried, isConfirmed, until } from './harness.js'

const post = 'POST /v1/sessions/s/messages'
const named = (generation: string) => new FakeStream({ 'tokenrill-generation': generation })

/** A session that is followed, and what the server answers to each thing that is said there. */
async function session() {
  const log = new FakeStream()
  const accepts = new Map<unknown, (answer: Response | FakeStream) => void>()
  const server = new FakeServer().holds([], 0, log)
  server.on(post, ({ body }) => new Promise(resolve => accepts.set(body?.content, resolve)))
  const { store } = follow(new TokenrillClient({ url: server.url, fetch: server.fetch, clock: hurried, retries: 0 }), 's')
  await until(store, ({ connection }) => connection === 'open')
  const answer = async (words: string, what: Response | FakeStream, sending: Promise<void>) => {
    while (!accepts.has(words)) await new Promise(setImmediate)
    accepts.get(words)?.(what)
    await sending
  }
  const order = () => store.getView().messages.map(({ text, generation }) => generation ?? text)
  return { store, log, server, answer, order }
}

test('an answer stands behind its question, and all as the server has it when it tells', async () => {
  const { store, log, answer, order } = await session()
  const [one, two] = [store.getView().send('one'), store.getView().send('two')]
  await answer('two', named('g2').say(...said('g2')), two)
  expect(order()).toEqual(['one', 'two', 'g2'])
  await answer('one', named('g1').say(...said('g1')), one)
  expect(order()).toEqual(['one', 'g1', 'two', 'g2'])
  // The server had the second one first.
  log.say(...turn(1, 'two', 'g2'))
  log.say(...turn(4, 'one', 'g1'))
  await until(store, isConfirmed)
  expect(order()).toEqual(['two', 'g2', 'one', 'g1'])
})

test('what somebody else says comes before what is not sent yet, and behind what the server has', async () => {
  const { store, log, server, answer, order } = await session()
  await answer('mine', problem(429, 'rate_limited'), store.getView().send('mine'))
  server.on('GET /v1/generations/g1/events', new FakeStream().say(...said('g1')))
  log.say(...turn(1, 'theirs', 'g1'))
  await until(store, ({ messages }) => messages.length === 3)
  expect(order()).toEqual(['theirs', 'g1', 'mine'])
  await answer('more', named('g2').say(...said('g2')), store.getView().send('more'))
  log.say(...turn(4, 'more', 'g2'))
  await until(store, ({ messages }) => messages.filter(({ id }) => id.startsWith('msg_')).length === 4)
  expect(order()).toEqual(['theirs', 'g1', 'mine', 'more', 'g2'])
})

test('who asks again while it is on its way waits with it; it is sent once', async () => {
  const { store, server, answer } = await session()
  const sending = store.getView().send('hello')
  const again = store.getView().retry()
  await answer('hello', named('g').say(...said('g')), sending)
  await again
  expect(server.find(post).length).toBe(1)
  expect(store.getView().messages.length).toBe(2)
})
