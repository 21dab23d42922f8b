import type { Http } from '../http.js'
import type { StreamNotes, WireEvent } from '../reading/sse.js'

/** Where a connection begins to read. */
export interface ReadFrom extends StreamNotes {
  /** The path whose `/events` are read. */
  readonly path: string
  /** The last sequence number that was processed. */
  readonly after: number | undefined
  /** The id of that event, where it is known. */
  readonly lastEventId: string | undefined
  /** The types of events there can be. */
  readonly types: readonly string[]
  readonly signal: AbortSignal
}

/**
 * Opens one connection that reads events until it ends or breaks; undefined when there is nothing more to read (204).
 * Reconnecting is not its business.
 */
export type Transport = (http: Http, from: ReadFrom) => Promise<AsyncIterable<WireEvent> | undefined>
