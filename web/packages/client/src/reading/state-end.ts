import type { TerminalEvent } from '../types/events.js'
import type { GenerationState } from '../types/states.js'

/** The terminal event that a state tells of, for who missed it; undefined while the generation is active. */
export function endOf(state: GenerationState, seq: number): TerminalEvent | undefined {
  const { id: generation, status, finish_reason, stats, error, reason, by } = state
  if (status === 'active') return undefined
  const details = {
    completed: { finish_reason, stats },
    failed: { error, stats },
    cancelled: { reason },
    superseded: { by },
    interrupted: {},
  }
  return JSON.parse(JSON.stringify({ seq, type: status, generation, ...details[status] }))
}
