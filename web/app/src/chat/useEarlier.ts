import { useCallback, useEffect, useState } from 'react'

/** How many messages are drawn at once: more than a screen shows. */
const step = 24

/**
 * Draws a long session from its end: the last messages at once, those before whenever the browser has nothing else to do. Gives the index of
 * the first that is drawn.
 */
export function useEarlier(count: number): { readonly first: number; readonly showAll: () => void } {
  const [first, setFirst] = useState<number>()
  // Known when the messages are: what comes afterwards is drawn anyway.
  const begin = first ?? Math.max(0, count - step)
  useEffect(() => {
    if (count === 0 || begin === 0) return
    const idle = whenIdle(() => setFirst(Math.max(0, begin - step)))
    return () => idle.cancel()
  }, [begin, count])
  return { first: begin, showAll: useCallback(() => setFirst(0), []) }
}

/** Safari knows no idle time. */
function whenIdle(callback: () => void): { cancel(): void } {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(callback, 50)
    return { cancel: () => clearTimeout(timer) }
  }
  const handle = requestIdleCallback(callback, { timeout: 500 })
  return { cancel: () => cancelIdleCallback(handle) }
}
