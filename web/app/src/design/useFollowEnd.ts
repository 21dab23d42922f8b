import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** How far below the edge, in pixels, something that begins is still taken for what the person looks at. */
const near = 320

/**
 * Keeps the end of something that grows in view, as long as it was in view before: who scrolls away to read is left alone.
 * @param grown What changes whenever it has grown.
 * @param isBegun What begins just below the edge is brought into view once. Default: it is where it is.
 * @returns For an element at the end; its `scroll-mb-…` is the room to keep below.
 */
export function useFollowEnd<T extends HTMLElement>(grown: unknown, isBegun = false): RefObject<T | null> {
  const end = useRef<T>(null)
  const isInView = useRef(false)
  const wasBegun = useRef(isBegun)
  useEffect(() => {
    if (!end.current) return
    const observer = new IntersectionObserver(entries => {
      isInView.current = entries.at(-1)?.isIntersecting ?? false
    })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    const begins = isBegun && !wasBegun.current
    wasBegun.current = isBegun
    if (begins && end.current && end.current.getBoundingClientRect().top < innerHeight + near) isInView.current = true
    // At once and before it is painted: so the observer never sees it out of view only because it grew.
    if (isInView.current) end.current?.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  }, [grown, isBegun])
  return end
}
