import { type Clock, TokenrillError } from '@tokenrill/client'
import { machineClock } from '../clock'

export interface WatchOptions {
  /** Asks once; what it throws makes the next time come later. */
  readonly ask: (signal: AbortSignal) => Promise<void>
  /** Told of what was thrown, and how many milliseconds later it is asked again. */
  readonly onError: (error: unknown, delay: number) => void
  readonly clock?: Clock
  /** Tells when the page is hidden. */
  readonly page?: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>
}

export interface Watch {
  /** Asks at once. */
  now(): void
  stop(): void
}

/** Milliseconds from an answer to the next question. */
const interval = 1000

/** Milliseconds that it waits at most after errors, unless the server asks for more. */
const longest = 15_000

/**
 * Asks at once and again a second after each answer, as long as the page can be seen. After errors it waits 1, 2, 4 … at most 15 s, or as long
 * as the server says; when the page is seen again it asks at once.
 */
export function watch({ ask, onError, clock = machineClock, page = document }: WatchOptions): Watch {
  let failures = 0
  let asking: AbortController | undefined
  let cancel: (() => void) | undefined

  const pause = () => {
    cancel?.()
    asking?.abort()
    cancel = asking = undefined
  }

  const now = async () => {
    pause()
    if (page.hidden) return
    const mine = new AbortController()
    asking = mine
    let delay = interval
    try {
      await ask(mine.signal)
      failures = 0
    } catch (error) {
      if (asking !== mine) return
      const wanted = error instanceof TokenrillError ? (error.retryAfter ?? 0) * 1000 : 0
      delay = Math.max(wanted, Math.min(interval * 2 ** failures++, longest))
      onError(error, delay)
    }
    if (asking !== mine) return
    asking = undefined
    cancel = clock.after(delay, now)
  }

  const seen = () => void now()

  page.addEventListener('visibilitychange', seen)
  void now()
  return {
    now: seen,
    stop() {
      page.removeEventListener('visibilitychange', seen)
      pause()
    },
  }
}
