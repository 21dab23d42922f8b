import { type GenerationStream, type StartRequest, TokenrillError } from '@tokenrill/client'
import { expect, test } from 'vitest'
import { startMany } from '@/streams/simulator/startMany'
import { settled } from './fakes'

const busy = new TokenrillError('Too many generations at once; this key may have 2.', { code: 'rate_limited', status: 429 })
const request: StartRequest = { prompt: 'Hello' }

/** A server that takes so many, each when it is let. */
function server(most = Number.POSITIVE_INFINITY) {
  const closed: string[] = []
  const waiting: (() => void)[] = []
  let asked = 0
  let greatest = 0
  const start = async () => {
    const number = ++asked
    await new Promise<void>(resolve => {
      waiting.push(resolve)
      greatest = Math.max(greatest, waiting.length)
    })
    if (number > most) throw busy
    const generation = `gen_${number}`
    return { generation, close: () => closed.push(generation) } as unknown as GenerationStream
  }
  const letAll = async () => {
    while (waiting.length) {
      for (const resolve of waiting.splice(0)) resolve()
      await settled()
    }
  }
  return { client: { start }, closed, letAll, asked: () => asked, greatest: () => greatest }
}

test('all are started, some at a time, and each is left at once', async () => {
  const { client, closed, letAll, greatest } = server()
  const first: string[] = []
  const starting = startMany(client, request, 50, id => first.push(id))
  await letAll()
  const { generations, error } = await starting
  expect(error).toBeUndefined()
  expect(new Set(generations).size).toBe(50)
  expect(closed).toEqual(generations)
  expect(first).toEqual([generations[0]])
  expect(greatest()).toBe(4)
})

test('one is one', async () => {
  const { client, letAll, asked } = server()
  const starting = startMany(client, request, 1, () => {})
  await letAll()
  expect((await starting).generations).toEqual(['gen_1'])
  expect(asked()).toBe(1)
})

test('the first refusal ends it: no more are asked for, and what runs is told', async () => {
  const { client, letAll, asked } = server(6)
  const starting = startMany(client, request, 50, () => {})
  await letAll()
  const { generations, error } = await starting
  expect(generations).toHaveLength(6)
  expect(error).toBe(busy)
  // Those that were on their way when it was refused.
  expect(asked()).toBeLessThanOrEqual(6 + 4)
})
