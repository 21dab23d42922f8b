import { expect, test } from 'vitest'
import { type PipelineEvent, TokenrillClient } from '../src/index.js'
import { eventStream, fakeFetch, ImmediateClock, sse } from './fakes.js'

const plain = (event: { readonly type: string; readonly [member: string]: unknown }) =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
const stage = (number: number, generation = `g${number}`) =>
  plain({ type: 'stage', stage: number, of: 2, recipe: `r${number}`, generation })
const text = (generation: string, seq: number) => sse(generation, { seq, type: 'text', text: 'x', generation })
const completed = (generation: string, seq: number) => sse(generation, { seq, type: 'completed', finish_reason: 'stop', generation })
const end = plain({ type: 'pipeline', status: 'completed', stage: 2, text: 'x' })
const named = { 'tokenrill-generation': 'g1' }

function clientOf(...answers: Parameters<typeof fakeFetch>) {
  const { fetch, sent } = fakeFetch(...answers)
  return { client: new TokenrillClient({ url: 'http://s', fetch, clock: new ImmediateClock(), silence: 0 }), sent }
}

test('a pipeline that breaks is asked for again with the same key, and each event comes once', async () => {
  const whole = [stage(1), text('g1', 1), completed('g1', 2), stage(2), text('g2', 1), completed('g2', 2), end]
  for (let cut = 0; cut < whole.length; cut++) {
    const { client, sent } = clientOf(eventStream(whole.slice(0, cut).join(''), named, true), eventStream(whole.join(''), named))
    const stream = await client.recipes.runPipeline('p', { variables: { text: 'x' } })
    const events: PipelineEvent[] = []
    for await (const event of stream) events.push(event)
    expect(
      events.map(event =>
        event.type === 'stage' ? `stage ${event.stage}` : 'seq' in event ? `${event.generation}:${event.seq}` : event.type,
      ),
      `cut behind ${cut}`,
    ).toEqual(['stage 1', 'g1:1', 'g1:2', 'stage 2', 'g2:1', 'g2:2', 'pipeline'])
    expect(sent[1]?.body).toEqual(sent[0]?.body)
    expect(sent[0]?.body?.idempotency_key).toMatch(/^[0-9a-f]{32}$/)
  }
})

test('a pipeline that the server has forgotten is not passed off as the same', async () => {
  const { client } = clientOf(eventStream(stage(1) + text('g1', 1), named, true), eventStream(stage(1, 'h1') + text('h1', 1) + end, named))
  await expect((await client.recipes.runPipeline('p')).each({})).rejects.toMatchObject({ code: 'not_found' })
})

test('stopping a pipeline stops the stage that runs', async () => {
  const { client, sent } = clientOf(
    eventStream(stage(1) + completed('g1', 1) + stage(2) + text('g2', 1) + end, named),
    Response.json({ id: 'g2' }),
  )
  const stream = await client.recipes.runPipeline('p')
  expect(stream.generation).toBe('g1')
  for await (const event of stream) if (event.type === 'text') break
  await stream.stop()
  expect(sent[1]).toMatchObject({ method: 'POST', url: 'http://s/v1/generations/g2/stop' })
})
