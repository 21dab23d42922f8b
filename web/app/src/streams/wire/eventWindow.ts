import { type Block, blockSize, type EventLog } from './eventLog'

/** Which part of a log is on the page: the end, wherever it goes, or what begins with the block of this index. */
export type Place = 'end' | number

/** Blocks on the page at a time: 1,000 rows, so that the page stays quick however long a log is. */
export const shownBlocks = 10

/** Blocks that the window moves by: half of it, so that what was looked at stays on the page. */
const step = shownBlocks / 2

export interface Shown {
  readonly blocks: readonly Block[]
  /** Rows that are kept before and behind those shown. */
  readonly before: number
  readonly after: number
}

/** What of a log is on the page. */
export function shown(log: EventLog, place: Place): Shown {
  const from = firstOf(log, place) - oldest(log)
  const blocks = log.blocks.slice(from, from + shownBlocks)
  const last = blocks.at(-1)
  return { blocks, before: from * blockSize, after: last ? log.rows - last.index * blockSize - last.rows.length : 0 }
}

/** Stays where the page is now, whatever comes. */
export const stay = (log: EventLog, place: Place): Place => firstOf(log, place)

export const earlier = (log: EventLog, place: Place): Place => Math.max(oldest(log), firstOf(log, place) - step)

/** Further on, at most to the last window; never `end`: only who is at the last row follows. */
export const later = (log: EventLog, place: Place): Place => Math.min(lastWindow(log), firstOf(log, place) + step)

const oldest = ({ blocks }: EventLog): number => blocks[0]?.index ?? 0

const lastWindow = (log: EventLog): number => Math.max(oldest(log), oldest(log) + log.blocks.length - shownBlocks)

/** A block that was dropped since is taken for the oldest. */
const firstOf = (log: EventLog, place: Place): number => (place === 'end' ? lastWindow(log) : Math.max(oldest(log), place))
