import { type Clock, systemClock } from './clock.js'
import { TokenrillError } from './errors.js'

/** What one question was answered with. */
export interface Polled<T> {
  /** All there is; undefined when nothing has changed (304). */
  readonly data?: readonly T[] | undefined
  /** What to ask with the next time. */
  readonly etag?: string | undefined
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter?: number | undefined
}

/** How a poller polls. */
export interface PollerOptions<T> {
  /** Asks once. `TokenrillClient.sessions.signals` does as it is. */
  readonly ask: (request: { readonly etag: string | undefined; readonly signal: AbortSignal }) => Promise<Polled<T>>
  /** Told whenever there is something else. */
  readonly onData: (data: readonly T[]) => void
  /** Told when asking failed; it goes on, unless the server refused (401, 403, 404, 410). */
  readonly onError?: (error: unknown) => void
  /** Stops it for good. */
  readonly signal?: AbortSignal
  /** Tells when the page is hidden. Default: the page, where there is one. */
  readonly page?: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>
  /** Default: the machine's clock. */
  readonly clock?: Clock
}

/** Asks at intervals, for servers that do not push. */
export interface Poller {
  /** Asks at once and begins anew, with short intervals: after something was said. */
  now(): void
  /** Stops it for good. */
  stop(): void
}

/** Seconds after which a server is given up that has had nothing. */
const patience = 60

/**
 * Asks at once, then every 3 s, after 15 s every 5, after 40 s every 10, and stops after a minute without anything; every 15 s while there
 * is something. `Retry-After` wins over all of that; a server that gave it and then gives none has nothing more to say until `now`.
 * Pauses while the page is hidden, and asks at once when it is seen again.
 */
export function poller<T>(options: PollerOptions<T>): Poller {
  const { ask, onData, onError, signal, clock = systemClock, page = globalThis.document } = options
  let began = clock.now()
  let etag: string | undefined
  let isEmpty = true
  let isAdvised = false
  let isDone = false
  let asking: AbortController | undefined
  let cancel: (() => void) | undefined

  /** Milliseconds; undefined when there is nothing to wait for. */
  const interval = (retryAfter: number | undefined) => {
    if (retryAfter !== undefined) {
      isAdvised = true
      return retryAfter * 1000
    }
    if (isAdvised) return undefined
    if (!isEmpty) return 15_000
    const seconds = (clock.now() - began) / 1000
    return seconds >= patience ? undefined : seconds < 15 ? 3000 : seconds < 40 ? 5000 : 10_000
  }

  const pausePolling = () => {
    cancel?.()
    cancel = undefined
    asking?.abort()
    asking = undefined
  }

  const stop = () => {
    isDone = true
    pausePolling()
    page?.removeEventListener('visibilitychange', seen)
    signal?.removeEventListener('abort', stop)
  }

  const poll = async () => {
    pausePolling()
    if (isDone || page?.hidden) return
    const mine = new AbortController()
    asking = mine
    let retryAfter: number | undefined
    try {
      const polled = await ask({ etag, signal: mine.signal })
      if (asking !== mine) return
      etag = polled.etag ?? etag
      retryAfter = polled.retryAfter
      if (polled.data) {
        isEmpty = polled.data.length === 0
        onData(polled.data)
      }
    } catch (error) {
      if (asking !== mine) return
      onError?.(error)
      if (!(error instanceof TokenrillError)) isAdvised = false
      else if ([401, 403, 404, 410].includes(error.status ?? 0)) return stop()
      else retryAfter = error.retryAfter
      if (retryAfter === undefined) isAdvised = false
    }
    if (asking !== mine) return
    const delay = interval(retryAfter)
    if (delay !== undefined) cancel = clock.after(delay, poll)
  }

  const seen = () => void poll()

  page?.addEventListener('visibilitychange', seen)
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  void poll()
  return {
    now() {
      began = clock.now()
      void poll()
    },
    stop,
  }
}
