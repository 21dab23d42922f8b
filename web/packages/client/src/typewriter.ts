import { type Clock, systemClock } from './clock.js'

/** How a typewriter writes. */
export interface TypewriterOptions {
  /** Takes the next piece; the pieces, joined, are the text. */
  readonly write: (piece: string) => void
  /** Milliseconds a character, from 0, which shows everything at once. Default: 30. */
  readonly pace?: number
  /** When behind, it writes faster: at each moment as fast as would write all that waits in this many milliseconds, from 1. Default: 1,000. */
  readonly catchUp?: number
  /** Shows everything as it comes. Default: whether the user asked the system for less motion. */
  readonly reducedMotion?: boolean
  /** Default: the machine's clock. */
  readonly clock?: Clock
}

/** Reveals text evenly, however unevenly it comes. What a reader sees as one character is never split, even if it comes in pieces. */
export interface Typewriter {
  /** More text. Its last character waits for the next text or for the end: what follows may belong to it. */
  push(text: string): void
  /** Nothing more comes. Resolves when everything is written, or it was stopped. */
  end(): Promise<void>
  /** Writes all that waits at once. */
  flush(): void
  /** Writes nothing more. */
  stop(): void
}

const prefersReducedMotion = () => globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false

/** Makes a typewriter. Without `Intl.Segmenter` (browsers before 2024) it shows text as it comes: better uneven than split. */
export function typewriter(options: TypewriterOptions): Typewriter {
  const { write, pace = 30, catchUp = 1000, clock = systemClock, reducedMotion = prefersReducedMotion() } = options
  const segmenter = Intl.Segmenter ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : undefined
  const isInstant = reducedMotion || pace <= 0 || !segmenter
  let waiting = ''
  let isEnded = false
  let due = 0
  let cancel: (() => void) | undefined
  let resolve: () => void = () => {}
  const written = new Promise<void>(done => {
    resolve = done
  })

  /** How much of what waits is at most this many whole characters. */
  const reach = (most: number) => {
    if (!segmenter) return waiting.length
    // Half of a surrogate pair at the end would seem to be a character of its own.
    const whole = isEnded ? waiting : waiting.replace(/[\uD800-\uDBFF]$/, '')
    let end = 0
    for (const { index, segment } of segmenter.segment(whole)) {
      const after = index + segment.length
      if (most-- < 1 || (after === whole.length && !isEnded)) break
      end = after
    }
    return end
  }

  const reveal = (characters: number) => {
    const end = reach(characters)
    const piece = waiting.slice(0, end)
    waiting = waiting.slice(end)
    if (piece) write(piece)
    if (isEnded && !waiting) resolve()
    return piece !== ''
  }

  const schedule = () => {
    cancel ??= clock.after(Math.max(due - clock.now(), 0), () => {
      cancel = undefined
      // Timers are late, and those of a hidden tab a second: what was missed is made up for.
      const elapsed = pace * (1 + Math.floor(Math.max(clock.now() - due, 0) / pace))
      due += elapsed
      const step = Math.min(pace, catchUp / Math.max(waiting.length, 1))
      if (reveal(Math.floor(elapsed / step))) schedule()
    })
  }

  const proceed = () => {
    if (isInstant) reveal(Number.POSITIVE_INFINITY)
    else {
      due = Math.max(due, clock.now())
      schedule()
    }
  }

  const stop = () => {
    cancel?.()
    cancel = undefined
    waiting = ''
    isEnded = true
    resolve()
  }

  return {
    push(text) {
      if (isEnded || !text) return
      waiting += text
      proceed()
    },
    end() {
      if (!isEnded) {
        isEnded = true
        if (waiting) proceed()
        else resolve()
      }
      return written
    },
    flush() {
      reveal(Number.POSITIVE_INFINITY)
    },
    stop,
  }
}
