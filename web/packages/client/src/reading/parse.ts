import { TokenrillError } from '../errors.js'

/** What any event may have. */
export interface ParsedEvent {
  readonly type: string
  readonly seq?: number
  readonly generation?: string
}

/** The event that a piece of JSON is.
 * @throws TokenrillError when it is none. */
export function parseEvent(data: string): ParsedEvent {
  try {
    const event = JSON.parse(data) as ParsedEvent | null
    if (typeof event?.type === 'string') return event
  } catch {
    // It is said below what it is not.
  }
  throw new TokenrillError('What came is not an event.', { code: 'unexpected_answer', retryable: true })
}
