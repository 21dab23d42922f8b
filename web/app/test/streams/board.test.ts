import { expect, test } from 'vitest'
import { type Board, emptyBoard, look, prune, settle, staying } from '@/streams/board/board'
import { generation } from './fakes'

const row = (board: Board, id: string) => board.rows.find(found => found.id === id)
const ids = (board: Board) => board.rows.map(({ id }) => id)

test('the rate is what came between two looks, a second', () => {
  const first = look(emptyBoard, [generation('a', { last_seq: 10 })], 1000)
  expect(row(first, 'a')?.rate).toBeUndefined()
  const second = look(first, [generation('a', { last_seq: 60 })], 3000)
  expect(row(second, 'a')?.rate).toBe(25)
  expect(row(look(second, [generation('a', { last_seq: 60 })], 4000), 'a')?.rate).toBe(0)
})

test('a look that follows at once measures nothing, and the next one measures from the look before', () => {
  let board = look(emptyBoard, [generation('a', { last_seq: 10 })], 0)
  board = look(board, [generation('a', { last_seq: 110 })], 1000)
  board = look(board, [generation('a', { last_seq: 150 })], 1050)
  expect(row(board, 'a')).toMatchObject({ rate: 100, events: 150 })
  expect(row(look(board, [generation('a', { last_seq: 310 })], 2000), 'a')?.rate).toBe(200)
})

test('a row of which nothing changed is the same object', () => {
  const states = [generation('a'), generation('b', { last_seq: 5 })]
  const first = look(look(emptyBoard, states, 0), states, 1000)
  const second = look(first, [generation('a'), generation('b', { last_seq: 6 })], 2000)
  expect(row(second, 'a')).toBe(row(first, 'a'))
  expect(row(second, 'b')).not.toBe(row(first, 'b'))
})

test('rows stand by when they began, whatever order they come in', () => {
  const states = [generation('c', { began: 2 }), generation('b', { began: 1 }), generation('a', { began: 2 })]
  const first = look(emptyBoard, states, 0)
  expect(ids(first)).toEqual(['b', 'a', 'c'])
  expect(ids(look(first, [...states.reverse(), generation('d', { began: 3 })], 1000))).toEqual(['b', 'a', 'c', 'd'])
})

test('what is missing has ended, keeps its place, and is told how when that is known', () => {
  const states = [generation('a', { began: 1 }), generation('b', { began: 2 })]
  let board = look(look(emptyBoard, states, 0), states.slice(1), 1000)
  expect(row(board, 'a')).toMatchObject({ status: 'ended', rate: undefined, missedAt: 1000 })
  expect(ids(board)).toEqual(['a', 'b'])
  const end = generation('a', { began: 1, status: 'failed', last_seq: 9, ended_at: new Date(4000).toISOString(), error: { code: 'internal', message: '', id: '', retryable: false } })
  board = settle(board, end)
  expect(row(board, 'a')).toMatchObject({ status: 'failed', code: 'internal', events: 9, createdAt: 1000, endedAt: 4000, missedAt: 1000 })
  expect(settle(board, generation('b', { status: 'completed' }))).toMatchObject({ rows: [{ id: 'a' }, { id: 'b', status: 'active' }] })
})

test('an answer that says it runs is older than the look that missed it', () => {
  const board = look(look(emptyBoard, [generation('a')], 0), [], 1000)
  expect(settle(board, generation('a'))).toBe(board)
})

test('what has ended goes after some seconds', () => {
  const states = [generation('a'), generation('b'), generation('c')]
  const board = look(look(emptyBoard, states, 0), [generation('c')], 1000)
  expect(prune(board, 1000 + staying - 1)).toBe(board)
  expect(ids(prune(board, 1000 + staying))).toEqual(['c'])
})

test('what is missed once and seen again runs on', () => {
  let board = look(emptyBoard, [generation('a', { last_seq: 3 })], 0)
  board = look(board, [], 1000)
  board = look(board, [generation('a', { last_seq: 4 })], 2000)
  expect(row(board, 'a')).toMatchObject({ status: 'active', missedAt: undefined })
  expect(prune(board, 60_000).rows).toHaveLength(1)
})
