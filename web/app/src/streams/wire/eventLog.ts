interface RowBase {
  /** Counts the rows of one log from 0. */
  readonly key: number
  /** Milliseconds from when reading was begun. */
  readonly at: number
}

/** An event as it came. */
export interface EventRow extends RowBase {
  readonly kind: 'event'
  /** Undefined when it has none, or what came is no JSON. */
  readonly seq: number | undefined
  readonly type: string
  /** Exactly what came. */
  readonly json: string
}

/** Something about the connection. */
export interface NoteRow extends RowBase {
  readonly kind: 'note'
  readonly tone: 'info' | 'warn' | 'bad'
  readonly text: string
}

export type WireRow = EventRow | NoteRow

/** Some rows in a run. One that is full stays the same object. */
export interface Block {
  /** Counts the blocks of one log from 0. */
  readonly index: number
  readonly rows: readonly WireRow[]
}

/** What came, as far as it is kept. Changes nothing in place. */
export interface EventLog {
  readonly blocks: readonly Block[]
  /** How many rows there have ever been. */
  readonly rows: number
  /** How many of them were events. */
  readonly events: number
}

export const emptyLog: EventLog = { blocks: [], rows: 0, events: 0 }

/** Rows in a block. */
export const blockSize = 100

/** Blocks that are kept: 100,000 rows, some tens of megabytes. */
export const mostBlocks = 1000

/** Rows that were dropped, because there are too many. */
export const dropped = ({ blocks }: EventLog): number => (blocks[0]?.index ?? 0) * blockSize

/** The log with further rows. Takes time by what is added, and a little by the number of blocks; not by what is in them. */
export function append(log: EventLog, rows: readonly WireRow[]): EventLog {
  if (!rows.length) return log
  const blocks = [...log.blocks]
  let rest = rows
  while (rest.length) {
    const tail = blocks.at(-1)
    const isNew = !tail || tail.rows.length >= blockSize
    const before = isNew ? [] : tail.rows
    const taken = rest.slice(0, blockSize - before.length)
    rest = rest.slice(taken.length)
    const index = isNew ? (tail ? tail.index + 1 : 0) : tail.index
    blocks.splice(isNew ? blocks.length : blocks.length - 1, 1, { index, rows: [...before, ...taken] })
  }
  const events = log.events + rows.filter(({ kind }) => kind === 'event').length
  return { blocks: blocks.length > mostBlocks ? blocks.slice(-mostBlocks) : blocks, rows: log.rows + rows.length, events }
}

/** All events that are kept, as NDJSON. */
export const ndjsonOf = ({ blocks }: EventLog): string =>
  blocks.flatMap(({ rows }) => rows.flatMap(row => (row.kind === 'event' ? [`${row.json}\n`] : []))).join('')
