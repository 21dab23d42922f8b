import { expect, test } from 'vitest'
import { append, blockSize, type EventLog, emptyLog, mostBlocks, type WireRow } from '@/streams/wire/eventLog'
import { earlier, later, type Place, shown, shownBlocks, stay } from '@/streams/wire/eventWindow'

const grown = (log: EventLog, count: number): EventLog =>
  append(
    log,
    Array.from({ length: count }, (_, index): WireRow => ({ kind: 'note', key: log.rows + index, at: 0, tone: 'info', text: '' })),
  )

/** The first and last row on the page, and how many are before and behind. */
function at(log: EventLog, place: Place) {
  const { blocks, before, after } = shown(log, place)
  const rows = blocks.flatMap(block => block.rows)
  return { from: rows[0]?.key, to: rows.at(-1)?.key, rows: rows.length, before, after }
}

test('an empty log shows nothing', () => {
  expect(at(emptyLog, 'end')).toEqual({ from: undefined, to: undefined, rows: 0, before: 0, after: 0 })
})

test('at the end are the last rows, and never more than 1,000', () => {
  let log = emptyLog
  for (let count = 0; count < 40; count++) {
    log = grown(log, 77)
    const { to, rows, before, after } = at(log, 'end')
    expect(to).toBe(log.rows - 1)
    expect(rows).toBeLessThanOrEqual(1000)
    expect(rows).toBeGreaterThan(Math.min(log.rows, (shownBlocks - 1) * blockSize) - 1)
    expect(before + rows).toBe(log.rows)
    expect(after).toBe(0)
  }
})

test('who stays sees the same rows, whatever comes', () => {
  const log = grown(emptyLog, 2050)
  const place = stay(log, 'end')
  const before = at(log, place)
  expect(before).toEqual({ from: 1100, to: 2049, rows: 950, before: 1100, after: 0 })
  expect(at(grown(log, 500), place)).toEqual({ from: 1100, to: 2099, rows: 1000, before: 1100, after: 450 })
})

test('going back and on again passes every row, and half of what was looked at stays', () => {
  const log = grown(emptyLog, 2050)
  const back = earlier(log, 'end')
  expect(at(log, back)).toMatchObject({ from: 600, to: 1599 })
  expect(at(log, earlier(log, back))).toMatchObject({ from: 100, to: 1099 })
  const first = earlier(log, earlier(log, back))
  expect(at(log, first)).toMatchObject({ from: 0, before: 0, after: 1050 })
  expect(at(log, later(log, first))).toMatchObject({ from: 500, to: 1499 })
  const last = later(log, later(log, later(log, first)))
  expect(at(log, last)).toEqual({ ...at(log, 'end') })
  expect(last).not.toBe('end')
})

test('nothing is earlier than the first row', () => {
  expect(earlier(grown(emptyLog, 2050), 2)).toBe(0)
})

test('a short log has nothing before and nothing behind', () => {
  const log = grown(emptyLog, 150)
  expect(at(log, earlier(log, 'end'))).toEqual({ from: 0, to: 149, rows: 150, before: 0, after: 0 })
  expect(at(log, later(log, 0))).toEqual({ from: 0, to: 149, rows: 150, before: 0, after: 0 })
})

test('who stays where rows are dropped sees the oldest that are kept', () => {
  const log = grown(grown(emptyLog, mostBlocks * blockSize), 300)
  expect(at(log, 0)).toMatchObject({ from: 300, rows: 1000, before: 0 })
  expect(at(log, earlier(log, 4))).toMatchObject({ from: 300 })
})
