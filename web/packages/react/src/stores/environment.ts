import { type Clock, systemClock } from '@tokenrill/client'

/** What the stores know of the page they live in, so that tests can be the page. */
export interface Environment {
  readonly clock: Clock
  /** Gives numbers from 0 to below 1, for the jitter. */
  readonly random: () => number
  /** Whether the page is hidden, and when that changes; undefined where there is no page. */
  readonly document: (EventTarget & { readonly hidden: boolean }) | undefined
  /** Says `online`; undefined where nobody does. */
  readonly window: EventTarget | undefined
  /** Calls back once before the next frame is painted, unless what it returned was called before; undefined where nothing is painted. */
  readonly frame: ((callback: () => void) => () => void) | undefined
}

/** The page there is, looked for when it is needed: on a server there is none. */
export const page: Environment = {
  clock: systemClock,
  random: Math.random,
  get document() {
    return globalThis.document
  },
  get window() {
    // React Native has a window that says nothing.
    return 'addEventListener' in (globalThis.window ?? {}) ? globalThis.window : undefined
  },
  get frame() {
    if (!globalThis.requestAnimationFrame) return undefined
    return (callback: () => void) => {
      const request = requestAnimationFrame(callback)
      return () => cancelAnimationFrame(request)
    }
  },
}
