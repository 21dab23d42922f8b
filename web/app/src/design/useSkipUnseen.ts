import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * Neither lays out nor paints an element while it is out of sight, once it has its final form. Until then, and where it is seen, it is drawn as ever.
 * @param isFinal Whether it grows no more.
 * @param guess How high it is taken to be, as a CSS length, when it was final from the start and nobody has seen it yet.
 * @returns For the element.
 */
export function useSkipUnseen<T extends HTMLElement>(isFinal: boolean, guess: string): RefObject<T | null> {
  const element = useRef<T>(null)
  const hasGrown = useRef(false)
  useLayoutEffect(() => {
    const box = element.current
    if (!box) return
    if (!isFinal) {
      hasGrown.current = true
      return
    }
    // The browser lays out once with the size that is said here before it finds out that the element is in sight. Any other than the true
    // one moves the end of the page for that moment, and takes along whoever reads near it.
    const height = hasGrown.current ? `${box.getBoundingClientRect().height}px` : guess
    box.style.containIntrinsicSize = `auto ${height}`
    box.style.contentVisibility = 'auto'
    return () => {
      box.style.contentVisibility = ''
      box.style.containIntrinsicSize = ''
    }
  }, [isFinal, guess])
  return element
}
