import { type StreamOptions, TokenrillError } from '@tokenrill/client'
import type { Environment } from './environment.js'

const attempts = 8
const longest = 15_000

/**
 * Asks again and again while the server cannot be reached, is down or is busy: after 1 s, doubled each time to at most 15 s, a random half of it less.
 * @throws TokenrillError when the server refuses, or after 8 attempts. The signal's reason, when it is aborted.
 */
export async function persist<T>(environment: Environment, { signal, onReconnect }: StreamOptions, ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof TokenrillError) || !error.retryable || attempt > attempts) throw error
      const delay = Math.max(
        Math.min(1000 * 2 ** (attempt - 1), longest) * (0.5 + environment.random() / 2),
        (error.retryAfter ?? 0) * 1000,
      )
      onReconnect?.({ attempt, delay, error })
      await pause(environment, delay, signal)
    }
  }
}

const pause = ({ clock }: Environment, milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.after(milliseconds, () => {
      signal?.removeEventListener('abort', leave)
      resolve()
    })
    if (signal?.aborted) leave()
    else signal?.addEventListener('abort', leave, { once: true })
  })
