import type { GenerationState, GenerationStatus } from '@tokenrill/client'

/** A generation in the list of what runs. The same object as long as nothing of it changed. */
export interface Row {
  readonly id: string
  readonly model: string
  readonly session: string | undefined
  /** When it began, in milliseconds since 1970 by the server's clock. */
  readonly createdAt: number
  readonly endedAt: number | undefined
  readonly events: number
  readonly readers: number
  /** Events a second between the last two looks; undefined after the first, and when it has ended. */
  readonly rate: number | undefined
  /** `ended`: it is not active any more, and how it ended is not known. */
  readonly status: GenerationStatus | 'ended'
  /** Of one that failed: its error's code. */
  readonly code: string | undefined
  /** When it was first missed among the active ones, by the page's clock. */
  readonly missedAt: number | undefined
}

/** What runs, and for some seconds what ran, by when it began. */
export interface Board {
  readonly rows: readonly Row[]
  /** By the page's clock; undefined before the first look. */
  readonly lookedAt: number | undefined
  /** From where the rate of each is measured. */
  readonly marks: ReadonlyMap<string, Mark>
}

/** So many events at a look. */
interface Mark {
  readonly events: number
  readonly at: number
}

export const emptyBoard: Board = { rows: [], lookedAt: undefined, marks: new Map() }

/** Milliseconds that a rate is measured over at least: events come in bursts, and a look that follows another at once would tell nothing. */
const shortest = 750

/** How long one that has ended stays, in milliseconds. */
export const staying = 8000

export const isActive = ({ status }: Row): boolean => status === 'active'

/** The board after another look: `active` is what runs at `now`. What is missing there has ended. */
export function look(board: Board, active: readonly GenerationState[], now: number): Board {
  const running = new Map(active.map(state => [state.id, state]))
  const marks = new Map<string, Mark>()
  const rows = board.rows.map(row => {
    const state = running.get(row.id)
    if (!state) return isActive(row) ? { ...row, status: 'ended' as const, rate: undefined, missedAt: now } : row
    const mark = board.marks.get(row.id)
    const passed = mark ? now - mark.at : 0
    const isMeasured = mark !== undefined && passed >= shortest
    marks.set(row.id, mark && !isMeasured ? mark : { events: state.last_seq, at: now })
    return changed(row, rowOf(state, isMeasured ? ((state.last_seq - mark.events) * 1000) / passed : row.rate))
  })
  const known = new Set(board.rows.map(({ id }) => id))
  for (const state of active) {
    if (known.has(state.id)) continue
    marks.set(state.id, { events: state.last_seq, at: now })
    rows.push(rowOf(state, undefined))
  }
  return { rows: rows.sort(byStart), lookedAt: now, marks }
}

/** The board when it is known how one ended; the same one while it says that it runs: that answer is older than the look that missed it. */
export function settle(board: Board, state: GenerationState): Board {
  if (state.status === 'active') return board
  return {
    ...board,
    rows: board.rows.map(row => (row.id === state.id && !isActive(row) ? { ...rowOf(state, undefined), missedAt: row.missedAt } : row)),
  }
}

/** The board without those that ended some seconds ago. */
export function prune(board: Board, now: number): Board {
  const rows = board.rows.filter(({ missedAt }) => missedAt === undefined || now - missedAt < staying)
  return rows.length === board.rows.length ? board : { ...board, rows }
}

function rowOf(state: GenerationState, rate: number | undefined): Row {
  return {
    id: state.id,
    model: state.model,
    session: state.session,
    createdAt: Date.parse(state.created_at),
    endedAt: state.ended_at === undefined ? undefined : Date.parse(state.ended_at),
    events: state.last_seq,
    readers: state.readers,
    rate,
    status: state.status,
    code: state.error?.code,
    missedAt: undefined,
  }
}

const changed = (before: Row, after: Row): Row =>
  (Object.keys(after) as (keyof Row)[]).some(name => before[name] !== after[name]) ? after : before

/** Ids tell apart what began in the same millisecond, so that rows keep their order. */
const byStart = (one: Row, other: Row): number => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)
