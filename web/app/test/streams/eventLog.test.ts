import { expect, test } from 'vitest'
import { append, blockSize, dropped, type EventLog, emptyLog, mostBlocks, ndjsonOf, type WireRow } from '@/streams/wire/eventLog'

const rows = (from: number, count: number): WireRow[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'event', key: from + index, at: 0, seq: from + index + 1, type: 'text', json: `{"seq":${from + index + 1}}` }))

const keys = ({ blocks }: EventLog) => blocks.flatMap(block => block.rows.map(({ key }) => key))

test('rows come into blocks, in order, whatever pieces they come in', () => {
  let log = emptyLog
  for (const piece of [1, 98, 3, 0, 250, 1]) log = append(log, rows(log.rows, piece))
  expect(keys(log)).toEqual(Array.from({ length: 353 }, (_, index) => index))
  expect(log.blocks.map(block => [block.index, block.rows.length])).toEqual([
    [0, blockSize],
    [1, blockSize],
    [2, blockSize],
    [3, 53],
  ])
  expect(log).toMatchObject({ rows: 353, events: 353 })
})

test('a block that is full stays the same object', () => {
  const before = append(emptyLog, rows(0, 150))
  const after = append(before, rows(150, 10))
  expect(after.blocks[0]).toBe(before.blocks[0])
  expect(after.blocks[1]).not.toBe(before.blocks[1])
  expect(before.blocks[1]?.rows).toHaveLength(50)
  expect(append(after, [])).toBe(after)
})

test('a log that grows without end drops what is oldest, and says how much', () => {
  const most = mostBlocks * blockSize
  const full = append(emptyLog, rows(0, most))
  expect(dropped(full)).toBe(0)
  const more = append(full, rows(most, 101))
  expect(dropped(more)).toBe(2 * blockSize)
  expect(more).toMatchObject({ rows: most + 101, events: most + 101 })
  expect(keys(more)[0]).toBe(200)
  expect(append(more, rows(more.rows, 150)).blocks.slice(-3).map(({ index }) => index)).toEqual([mostBlocks, mostBlocks + 1, mostBlocks + 2])
})

test('what is copied is the events as they came, without what was noted between them', () => {
  const log = append(emptyLog, [...rows(0, 2), { kind: 'note', key: 2, at: 0, tone: 'info', text: 'Connected again.' }, ...rows(3, 1)])
  expect(ndjsonOf(log)).toBe('{"seq":1}\n{"seq":2}\n{"seq":4}\n')
  expect(log).toMatchObject({ rows: 4, events: 3 })
})
