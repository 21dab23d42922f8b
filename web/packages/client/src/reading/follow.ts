import { pause } from '../clock.js'
import { lost, TokenrillError } from '../errors.js'
import type { Http } from '../http.js'
import type { StreamOptions } from '../options.js'
import type { StreamNotes, WireEvent } from './sse.js'

/** What is followed over as many connections as it takes. It knows where it is. */
export interface Source<E> {
  /** Connects behind the last event; undefined when nothing follows it. */
  open(signal: AbortSignal, notes: StreamNotes): Promise<AsyncIterable<WireEvent> | undefined>
  /** The event to deliver; undefined of one that was delivered before, is somebody else's, or is not known. */
  accept(wire: WireEvent): E | undefined
  /** Whether nothing comes after this event. */
  isLast(event: E): boolean
  /** Nothing follows, and the last event did not say so: what there is still to say. */
  settle(signal: AbortSignal): Promise<E | undefined>
  /** Lets go of what was got and never opened. */
  leave(): void
}

/** Statuses that no waiting changes are not tried again; a server that is down, restarting or busy is. */
const isFinal = (error: unknown): boolean =>
  !(error instanceof TokenrillError) || (error.status !== undefined && error.status < 500 && error.status !== 429 && error.status !== 408)

/**
 * Every event once, in order, over any number of broken connections. Ends after the last event, and silently when the signal is aborted.
 * @throws TokenrillError when the server refuses, or too many attempts in a row have failed.
 */
export async function* follow<E>(
  http: Http,
  source: Source<E>,
  signal: AbortSignal,
  { onReconnect, onConnect: onOpen }: StreamOptions,
): AsyncGenerator<E, void, undefined> {
  const backoff = new Backoff(http)
  const notes = { onRetry: (milliseconds: number) => backoff.onRetry(milliseconds), onOpen }
  while (!signal.aborted) {
    let error: TokenrillError
    try {
      const events = await source.open(signal, notes)
      if (!events) {
        const end = await source.settle(signal)
        if (end !== undefined && !signal.aborted) yield end
        return
      }
      for await (const wire of events) {
        if (signal.aborted) return
        backoff.attempt = 0
        const event = source.accept(wire)
        if (event === undefined) continue
        yield event
        if (source.isLast(event)) return
      }
      error = lost()
    } catch (reason) {
      if (isFinal(reason) && !signal.aborted) throw reason
      error = reason as TokenrillError
    }
    if (signal.aborted) return
    if (++backoff.attempt > http.retries) throw error
    const delay = backoff.delay(error)
    onReconnect?.({ attempt: backoff.attempt, delay, error })
    await pause(http.clock, delay, signal)
  }
}

const longest = 15_000

/** How long to wait before the next attempt: what the server said, doubled each time, at most 15 s, and a random half of it less, so that not all come at once. */
export class Backoff {
  /** How many attempts in a row have failed. */
  attempt = 0
  #first = 1000

  constructor(private readonly http: Pick<Http, 'random'>) {}

  onRetry(milliseconds: number): void {
    this.#first = milliseconds
  }

  /** In milliseconds; never less than the server asked for. */
  delay({ retryAfter = 0 }: TokenrillError): number {
    const most = Math.min(this.#first * 2 ** (this.attempt - 1), Math.max(longest, this.#first))
    return Math.max(most * (0.5 + this.http.random() / 2), retryAfter * 1000)
  }
}
