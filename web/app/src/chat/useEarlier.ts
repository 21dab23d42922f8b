import { useCallback, useEffect, useState } from 'react'
import { inTurn } from '@/design/drawing'

/** How many messages are drawn at first: about as many as a screen shows. */
const atFirst = 8
/** How many more are drawn at a time: two cost the page hardly more than one. */
const more = 2

/**
 * Draws a long session from its end: the last messages at once, those before a few at a time, as there is time. Gives the index of
 * the first that is drawn.
 */
export function useEarlier(count: number): { readonly first: number; readonly showAll: () => void } {
  const [first, setFirst] = useState<number>()
  // Known when the messages are: what comes afterwards is drawn anyway.
  const begin = first ?? Math.max(0, count - atFirst)
  useEffect(() => {
    if (count > 0 && begin > 0) return inTurn(() => setFirst(Math.max(0, begin - more)))
  }, [begin, count])
  return { first: begin, showAll: useCallback(() => setFirst(0), []) }
}
