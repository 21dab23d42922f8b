import { type GenerationState, TokenrillError } from '@tokenrill/client'
import { expect, test } from 'vitest'
import { BoardStore } from '@/streams/board/BoardStore'
import { FakeClock, FakePage, generation, settled } from './fakes'

const lost = new TokenrillError('The connection to the server was lost.', { code: 'connection_lost' })

/** A server of which one says what it answers. */
function server() {
  const answers = {
    active: [] as GenerationState[] | TokenrillError,
    states: new Map<string, GenerationState>(),
    stop: undefined as TokenrillError | undefined,
  }
  const asked: string[] = []
  const store = new BoardStore(
    {
      active: async () => {
        asked.push('active')
        await settled()
        if (answers.active instanceof TokenrillError) throw answers.active
        return answers.active
      },
      state: async id => {
        asked.push(`state ${id}`)
        const state = answers.states.get(id)
        if (!state) throw new TokenrillError('No such generation.', { code: 'not_found', status: 404 })
        return state
      },
      stop: async id => {
        asked.push(`stop ${id}`)
        if (answers.stop) throw answers.stop
        return generation(id)
      },
    },
    { clock, page: new FakePage() as unknown as Document },
  )
  return { answers, asked, store, rows: () => store.view().board.rows }
}
let clock = new FakeClock()

function watched() {
  clock = new FakeClock()
  const made = server()
  const leave = made.store.subscribe(() => {})
  return { ...made, leave }
}

test('what has ended is asked once how, shown for some seconds, and goes', async () => {
  const { answers, asked, rows } = watched()
  answers.active = [generation('a')]
  await clock.turn(0)
  answers.active = []
  answers.states.set('a', generation('a', { status: 'superseded' }))
  await clock.turn(1000)
  expect(rows()).toMatchObject([{ id: 'a', status: 'superseded' }])
  await clock.turn(7000)
  expect(rows()).toHaveLength(1)
  await clock.turn(1000)
  expect(rows()).toHaveLength(0)
  expect(asked.filter(question => question === 'state a')).toHaveLength(1)
})

test('what is gone without a trace has just ended, and is not asked for again', async () => {
  const { answers, asked, rows } = watched()
  answers.active = [generation('a')]
  await clock.turn(0)
  answers.active = []
  await clock.turn(3000)
  expect(rows()).toMatchObject([{ id: 'a', status: 'ended' }])
  expect(asked.filter(question => question === 'state a')).toHaveLength(1)
})

test('while the server cannot be reached what was known stays, and it heals', async () => {
  const { answers, store, rows } = watched()
  answers.active = [generation('a', { last_seq: 10 })]
  await clock.turn(0)
  answers.active = lost
  await clock.turn(1000)
  expect(store.view().error).toBe(lost)
  expect(rows()).toMatchObject([{ id: 'a', status: 'active' }])
  answers.active = [generation('a', { last_seq: 30 })]
  await clock.turn(1000)
  expect(store.view().error).toBeUndefined()
  expect(rows()).toMatchObject([{ rate: 10 }])
})

test('what is told to stop is marked until it has ended', async () => {
  const { answers, asked, store } = watched()
  answers.active = [generation('a')]
  await clock.turn(0)
  void store.stop('a')
  expect([...store.view().stopping]).toEqual(['a'])
  await clock.turn(0)
  expect(asked).toEqual(['active', 'stop a', 'active'])
  expect([...store.view().stopping]).toEqual(['a'])
  answers.active = []
  await clock.turn(1000)
  expect([...store.view().stopping]).toEqual([])
})

test('why one could not be stopped is said until it has ended', async () => {
  const { answers, store } = watched()
  answers.active = [generation('a')]
  answers.stop = lost
  await clock.turn(0)
  await store.stop('a')
  expect(store.view()).toMatchObject({ unstopped: { id: 'a', error: lost } })
  expect(store.view().stopping.size).toBe(0)
  answers.active = []
  await clock.turn(1000)
  expect(store.view().unstopped).toBeUndefined()
})

test('nobody subscribes: nothing is asked', async () => {
  const { asked, leave } = watched()
  await clock.turn(1000)
  leave()
  await clock.turn(10_000)
  expect(asked).toEqual(['active', 'active'])
})
