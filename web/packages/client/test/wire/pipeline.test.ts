import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PipelineEvent, TokenrillClient } from '../../src/index.js'
import { hurried, relayTo, type Server, startServer } from './harness.js'

let folder: string
let server: Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokenrill-recipes-'))
  const lines = (name: string, body: string) => writeFile(join(folder, `${name}.yaml`), `name: ${name}\ndescription: ${name}.\n${body}`)
  // The simulator takes its settings from the first line it is told.
  await lines('say', 'variables: { text: { type: text } }\nuser: "{{text}}"\n')
  await lines('again', 'variables: { text: { type: text } }\nuser: "tokens=120 rate=0\\n{{text}}"\n')
  await lines(
    'twice',
    'variables: { text: { type: text } }\nstages:\n  - recipe: say\n    with: { text: "{{text}}" }\n    as: first\n  - recipe: again\n    with: { text: "{{first}}" }\n    as: second\n',
  )
  server = await startServer({ Tokenrill__Recipes__Path: folder })
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true })
})

test('a pipeline runs once while its connection is cut, and each of its events comes once', async () => {
  const relay = await relayTo(server)
  // Each connection tells all from the beginning again, so each gets a little further than the one before.
  relay.cutAfter(...Array.from({ length: 12 }, (_, index) => 600 + 1500 * index))
  const client = new TokenrillClient({ url: relay.url, clock: hurried })
  const stream = await client.recipes.runPipeline('twice', { model: 'sim/unicode', variables: { text: 'tokens=120 rate=0' } })
  const events: PipelineEvent[] = []
  for await (const event of stream) events.push(event)

  expect(relay.cuts).toBe(12)
  const stages = events.filter(event => event.type === 'stage')
  expect(stages.map(({ stage, of, recipe }) => [stage, of, recipe])).toEqual([
    [1, 2, 'say'],
    [2, 2, 'again'],
  ])
  expect(events.at(-1)).toMatchObject({ type: 'pipeline', status: 'completed', stage: 2 })
  for (const { generation } of stages) {
    const own = events.filter(event => 'seq' in event && event.generation === generation)
    expect(own.map(event => 'seq' in event && event.seq)).toEqual(own.map((_, index) => index + 1))
    const text = own.map(event => (event.type === 'text' ? event.text : '')).join('')
    expect(text).toBe((await new TokenrillClient({ url: server.url }).state(generation)).text)
  }
})

test('a recipe runs as one generation', async () => {
  const client = new TokenrillClient({ url: server.url })
  const answer = await (await client.recipes.run('say', { model: 'sim/fast', variables: { text: 'tokens=3' } })).result()
  expect(answer.end?.type).toBe('completed')
  expect(answer.text).not.toBe('')
})
