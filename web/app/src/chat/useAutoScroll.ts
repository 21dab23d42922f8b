import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

/** How near to the end counts as being there, in pixels. */
const near = 40

export interface AutoScroll {
  /** The box that scrolls. */
  readonly viewport: RefObject<HTMLDivElement | null>
  /** Whether it is at the end, and stays there. */
  readonly isFollowing: boolean
  readonly follow: () => void
  readonly leave: () => void
}

/**
 * Keeps a box at the end of what grows in it. Yields as soon as the person scrolls up, and follows again when they come back to the end.
 */
export function useAutoScroll(content: RefObject<HTMLElement | null>): AutoScroll {
  const viewport = useRef<HTMLDivElement>(null)
  const [isFollowing, setFollowing] = useState(true)
  const following = useRef(true)

  const set = useCallback((value: boolean) => {
    following.current = value
    setFollowing(value)
  }, [])

  useEffect(() => {
    const box = viewport.current
    const inner = content.current
    if (!box || !inner) return
    let top = box.scrollTop
    const toEnd = () => {
      box.scrollTop = box.scrollHeight
      // Now, not when the event of it comes: by then the person may have scrolled up, and less far than this went down.
      top = box.scrollTop
    }
    const onScroll = () => {
      const left = box.scrollHeight - box.clientHeight - box.scrollTop
      // Upwards, however little, is a wish to leave: our own scrolling goes down. Content that shrinks ends at the end.
      if (box.scrollTop < top && left > 1) set(false)
      else if (box.scrollTop > top && left <= near) set(true)
      top = box.scrollTop
    }
    const growth = new ResizeObserver(() => {
      if (following.current) toEnd()
    })
    box.addEventListener('scroll', onScroll, { passive: true })
    growth.observe(inner)
    growth.observe(box)
    return () => {
      box.removeEventListener('scroll', onScroll)
      growth.disconnect()
    }
  }, [content, set])

  const follow = useCallback(() => {
    set(true)
    const box = viewport.current
    if (box) box.scrollTop = box.scrollHeight
  }, [set])

  return { viewport, isFollowing, follow, leave: useCallback(() => set(false), [set]) }
}
