import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { PipelineStore } from '../src/pipeline/pipeline-store.js'
import { clientOf, FakePage, nowhere, relayTo, type Server, settled, startServer, until } from './harness.js'
import { type Speaker, startSpeaker } from './speaker.js'

let folder: string
let speaker: Speaker
let server: Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokenrill-recipes-'))
  const lines = (name: string, body: string) => writeFile(join(folder, `${name}.yaml`), `name: ${name}\ndescription: ${name}.\n${body}`)
  await lines('say', 'variables: { text: { type: text } }\nuser: "{{text}}"\n')
  await lines(
    'twice',
    'variables: { text: { type: text } }\nstages:\n  - recipe: say\n    with: { text: "{{text}}" }\n    as: first\n  - recipe: say\n    with: { text: "{{first}}" }\n    as: second\n',
  )
  speaker = await startSpeaker()
  server = await startServer({ ...speaker.options, Tokenrill__Recipes__Path: folder })
})
afterAll(async () => {
  await server?.stop()
  speaker?.stop()
  await rm(folder, { recursive: true })
})

function storeOf(url: { readonly url: string }, environment = nowhere) {
  const asks = clientOf(url)
  const store = new PipelineStore(asks.client, environment)
  onTestFinished(store.subscribe(() => {}))
  return { store, ...asks }
}

const run = (store: PipelineStore, text: string) => store.getView().run('twice', { model: 'speaker/m', variables: { text } })

test('the stages come one after the other, each with its answer; one that has ended stays the same', async () => {
  const { store } = storeOf(server)
  expect(store.getView()).toMatchObject({ phase: 'idle', stages: [], end: undefined, connection: 'open' })
  const starting = run(store, 'one')
  expect(store.getView().phase).toBe('starting')
  await starting
  ;(await speaker.asked('one')).say('two').finish()
  const second = await speaker.asked('two')
  const [first] = (await until(store, ({ stages }) => stages.length === 2)).stages
  expect(first).toMatchObject({ stage: 1, of: 2, recipe: 'say', answer: { text: 'two', end: { type: 'completed' } } })
  second.say('three').finish()
  const view = await until(store, ({ phase }) => phase === 'completed')
  expect(view).toMatchObject({ end: { status: 'completed', stage: 2, text: 'three' }, error: undefined })
  expect(view.stages[0]).toBe(first)
  expect(view.stages[1]).toMatchObject({ stage: 2, answer: { text: 'three' } })
  store.getView().reset()
  expect(store.getView()).toMatchObject({ phase: 'idle', stages: [], end: undefined })
})

test('stopping stops the stage that runs, and the pipeline with it', async () => {
  const { store } = storeOf(server)
  await run(store, 'stop')
  ;(await speaker.asked('stop')).say('stop it').finish()
  await until(store, ({ stages }) => stages.length === 2)
  await store.getView().stop()
  expect(await until(store, ({ phase }) => phase === 'cancelled')).toMatchObject({ end: { stage: 2 }, error: undefined })

  const starting = run(store, 'at once')
  await Promise.all([store.getView().stop(), starting])
  expect(await until(store, ({ phase }) => phase === 'cancelled')).toMatchObject({ end: { stage: 1 } })
})

test('what is refused is unread and says why', async () => {
  const { store } = storeOf(server)
  await store.getView().run('nothing')
  expect(store.getView()).toMatchObject({ phase: 'unread', error: { code: 'not_found' } })
})

test('while its connection is cut it runs once, and what was read stays', async () => {
  const relay = await relayTo(server)
  const { store } = storeOf(relay)
  await run(store, 'cut')
  const call = await speaker.asked('cut')
  call.say('through')
  const texts: string[] = []
  onTestFinished(store.subscribe(() => texts.push(store.getView().stages[0]?.answer.text ?? '')))
  await until(store, ({ stages }) => stages[0]?.answer.text === 'through')
  const from = texts.length
  relay.cut()
  await until(store, ({ connection }) => connection === 'lost')
  await until(store, ({ connection }) => connection === 'open')
  call.finish()
  ;(await speaker.asked('through')).say('done').finish()
  await until(store, ({ phase }) => phase === 'completed')
  expect(new Set(texts.slice(from))).toEqual(new Set(['through']))
})

test('a hidden page gives its connection back, and reads on where it was when it is seen again', async () => {
  const page = new FakePage()
  const { store, find } = storeOf(server, page)
  await run(store, 'hide')
  const call = await speaker.asked('hide')
  call.say('and')
  while (store.getView().stages[0]?.answer.text !== 'and') {
    page.paint()
    await settled()
  }
  page.turn(true)
  await page.clock.turn(5000)
  expect(find(/^POST/).map(({ init }) => init.signal?.aborted)).toEqual([true])
  call.say(' seek').finish()
  ;(await speaker.asked('and seek')).say('found').finish()
  page.turn(false)
  while (store.getView().phase !== 'completed') {
    page.paint()
    expect(store.getView().stages[0]?.answer.text).toMatch(/^and/)
    await settled()
  }
  expect(store.getView().stages.map(({ answer }) => answer.text)).toEqual(['and seek', 'found'])
})
