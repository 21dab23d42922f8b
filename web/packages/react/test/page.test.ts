import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { GenerationStore } from '../src/generation/generation-store.js'
import { SessionStore } from '../src/session/session-store.js'
import { clientOf, ends, FakePage, follow, isConfirmed, last, newSession, type Server, says, settled, startServer, until } from './harness.js'
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
const patience = 5000

/** Waits as `until` does, and paints in the meantime. */
async function painted<V extends object>(page: FakePage, store: Parameters<typeof until<V>>[0], is: (view: V) => boolean): Promise<V> {
  let isThere = false
  const reached = until(store, is).finally(() => {
    isThere = true
  })
  while (!isThere) {
    page.paint()
    await settled()
  }
  return reached
}

test('however fast tokens come, what they change is published once a frame, and the end at once', async () => {
  const page = new FakePage()
  const store = new GenerationStore(clientOf(server).client, page)
  let frames = 0
  let isPainting = false
  const published = { inFrames: 0, atOnce: [] as string[] }
  const leave = store.subscribe(() => {
    if (isPainting) published.inFrames++
    else published.atOnce.push(store.getView().phase)
  })
  const timer = setInterval(() => {
    frames++
    isPainting = true
    page.paint()
    isPainting = false
  }, 16)
  await store.start({ model: 'sim/steady', prompt: 'tokens=1000 rate=500' })
  const { answer } = await until(store, ({ phase }) => phase === 'completed')
  clearInterval(timer)
  leave()
  expect(answer?.usage?.output_tokens).toBe(1000)
  expect(published.atOnce).toEqual(['starting', 'active', 'completed'])
  expect(published.inFrames).toBeGreaterThan(5)
  expect(published.inFrames).toBeLessThanOrEqual(frames)
})

test('a page that is hidden paints no frames: what changes is published by the clock', async () => {
  const page = new FakePage()
  const store = new GenerationStore(clientOf(server).client, page)
  onTestFinished(store.subscribe(() => {}))
  const text = () => store.getView().answer?.text
  await store.start({ model, prompt: 'Hidden' })
  const call = await speaker.asked('Hidden')
  call.say('One')
  await painted(page, store, ({ answer }) => answer?.text === 'One')

  call.say(' Two')
  while (page.framed === 0) await settled()
  page.turn(true)
  expect(page.framed).toBe(0)
  await page.clock.turn(49)
  expect(text()).toBe('One')
  await page.clock.turn(1)
  expect(text()).toBe('One Two')
  call.say(' Three')
  while (page.clock.waiting < 2) await settled()
  expect(page.framed).toBe(0)
  await page.clock.turn(50)
  expect(text()).toBe('One Two Three')
  await store.stop()
})

test('a page that is hidden for five seconds gives its connections back, and reads on where it was when it is seen again', async () => {
  const page = new FakePage()
  const { client, find, count } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const { store, views } = follow(client, id, page)
  await store.getView().send('Hide and seek', { model })
  const call = await speaker.asked('Hide and seek')
  call.say('abc')
  await painted(page, store, view => says('abc')(view) && view.title !== undefined && isConfirmed(view))
  const streams = () => [...find(/^GET .*events/), ...find(/^POST .*messages/)].map(({ init }) => init.signal?.aborted)

  page.turn(true)
  await page.clock.turn(patience - 1)
  page.turn(false)
  page.turn(true)
  await page.clock.turn(patience - 1)
  expect(streams()).toEqual([false, false])
  await page.clock.turn(1)
  expect(streams()).toEqual([true, true])
  call.say('def').finish()
  await until(follow(clientOf(server).client, id).store, ends('completed'))
  expect(last(store.getView())).toMatchObject({ text: 'abc', status: 'active' })

  page.turn(false)
  await painted(page, store, ends('completed'))
  expect(last(store.getView())).toMatchObject({ text: 'abcdef', stats: { characters: 6 } })
  expect(store.getView().messages.length).toBe(2)
  expect(count(/^GET .*messages/)).toBe(1)
  expect(find(/^GET .*sessions.*events/).map(({ call }) => call.split('?')[1])).toEqual(['after=0', expect.stringMatching(/^after=[34]$/)])
  expect(find(/^GET .*generations.*events/).map(({ init }) => new Headers(init.headers).get('last-event-id'))).toEqual([
    expect.stringMatching(/^gen_\w+:[1-9]\d*$/),
  ])
  expect(views.some(({ connection }) => connection === 'lost')).toBe(false)
})

test('an answer that ends with its last reader is read on while the page is hidden', async () => {
  const page = new FakePage()
  const { client, find } = clientOf(server)
  const { store } = follow(client, newSession(), page)
  await store.getView().send('Stay with me', { model, on_disconnect: 'cancel' })
  const call = await speaker.asked('Stay with me')
  page.turn(true)
  await page.clock.turn(patience)
  expect(find(/^POST .*messages/)[0]?.init.signal?.aborted).toBe(false)
  call.say('Yes').finish()
  while (last(store.getView())?.status !== 'completed') await settled()
  expect(last(store.getView())?.text).toBe('Yes')
})

test('the streams of a session are closed when all who showed it have left, and not when they come back at once', async () => {
  const page = new FakePage()
  const { client, find } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const store = new SessionStore(client, id, page)
  const [one, other] = [store.subscribe(() => {}), store.subscribe(() => {})]
  await painted(page, store, ({ connection }) => connection === 'open')
  const streams = () => find(/^GET .*events/).map(({ init }) => init.signal?.aborted)
  one()
  other()
  const back = store.subscribe(() => {})
  await page.clock.turn(1)
  expect(streams()).toEqual([false])
  back()
  expect(streams()).toEqual([false])
  await page.clock.turn(0)
  expect(streams()).toEqual([true])
})
