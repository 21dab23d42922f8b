import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** Pixels from an edge that count as being there. */
const near = 24

export interface Following {
  /** Whether the end is shown, wherever it goes. */
  readonly isFollowing: boolean
  /** The person scrolled away from the end. */
  readonly onLeave: () => void
  /** The person came to the last row on the page. */
  readonly onEnd: () => void
  /** The person came to the first row on the page. */
  readonly onStart?: () => void
}

/** Keeps a scrolled element at its end while it is followed, and tells where the person scrolls. Gives the element's `onScroll`. */
export function useFollow(scroller: RefObject<HTMLElement | null>, { isFollowing, onLeave, onEnd, onStart }: Following): () => void {
  const lastTop = useRef(0)
  const toEnd = () => {
    const element = scroller.current
    if (!element) return
    element.scrollTop = element.scrollHeight
    lastTop.current = element.scrollTop
  }

  // After every render: what was rendered may have moved the end.
  useLayoutEffect(() => {
    if (isFollowing) toEnd()
  })

  useEffect(() => {
    if (!isFollowing || !scroller.current) return
    const observer = new ResizeObserver(toEnd)
    observer.observe(scroller.current)
    return () => observer.disconnect()
  }, [isFollowing])

  return () => {
    const element = scroller.current
    if (!element) return
    const { scrollTop, scrollHeight, clientHeight } = element
    const isUpwards = scrollTop < lastTop.current
    lastTop.current = scrollTop
    const rest = scrollHeight - clientHeight - scrollTop
    if (isFollowing) {
      // However little: the first frame of a wheel's turn goes a few pixels, and the next row would take them back.
      if (isUpwards && rest > 1) onLeave()
    } else if (!isUpwards && rest <= near) onEnd()
    else if (isUpwards && scrollTop <= near) onStart?.()
  }
}
