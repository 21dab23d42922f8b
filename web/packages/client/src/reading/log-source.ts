import { TokenrillError } from '../errors.js'
import type { Http } from '../http.js'
import type { Transport } from '../transports/transport.js'
import type { Source } from './follow.js'
import { type ParsedEvent, parseEvent } from './parse.js'
import type { StreamNotes, WireEvent } from './sse.js'

/** A log on the server, and how far it was read. */
export abstract class LogSource<E extends { readonly type: string }> implements Source<E> {
  protected abstract readonly types: readonly string[]
  protected lastEventId: string | undefined

  constructor(
    protected readonly http: Http,
    protected readonly transport: Transport,
    protected readonly path: string,
    protected after: number | undefined,
  ) {}

  open(signal: AbortSignal, notes: StreamNotes): Promise<AsyncIterable<WireEvent> | undefined> {
    const { path, after, lastEventId, types } = this
    return this.transport(this.http, { path, after, lastEventId, types, signal, ...notes })
  }

  accept({ id, data }: WireEvent): E | undefined {
    const event = parseEvent(data)
    if (!this.isOurs(event, id) || event.seq === undefined || event.seq <= (this.after ?? 0)) return undefined
    this.after = event.seq
    this.lastEventId = id || this.lastEventId
    return this.types.includes(event.type) ? this.complete(event) : undefined
  }

  leave(): void {}

  abstract isLast(event: E): boolean

  abstract settle(signal: AbortSignal): Promise<E | undefined>

  /** Whether an event is of this log at all. */
  protected abstract isOurs(event: ParsedEvent, id: string): boolean

  /** The event as it is delivered. */
  protected abstract complete(event: ParsedEvent): E
}

/** Whether an error says that something does not exist. */
export const isUnknown = (error: unknown): error is TokenrillError => error instanceof TokenrillError && error.status === 404
