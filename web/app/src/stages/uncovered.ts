import type { Box } from './boxes'

/** Divides the texts of two boxes, so that the last character of one and the first of the next are two. */
const divider = '\n'

const hasEnded = ({ state }: Box): boolean => state !== 'waiting' && state !== 'thinking' && state !== 'filling'

/** The texts of the boxes as one that only grows: one typewriter writes them, one after another. */
export function joined(boxes: readonly Box[]): string {
  let text = ''
  for (const box of boxes) {
    text += box.text
    if (!hasEnded(box)) return text
    text += divider
  }
  return text
}

/** The boxes as they look when so much of their joined text is written: none ends, and none begins, before the one above it is written. */
export function uncovered(boxes: readonly Box[], written: number): readonly Box[] {
  let rest = written
  let isReached = true
  return boxes.map(box => {
    if (!isReached || box.state === 'waiting') return { state: 'waiting', text: '' }
    isReached = rest >= box.text.length
    const text = box.text.slice(0, Math.max(rest, 0))
    rest -= box.text.length + divider.length
    return isReached ? box : { state: text ? 'filling' : 'thinking', text }
  })
}
