/** Characters as people and the server count them: an emoji is one and not two. */
export function countCharacters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** How a text stands to the most that it may have. */
export interface Length {
  readonly characters: number
  readonly most: number
  /** Near enough to its end to be told of it. */
  readonly isNear: boolean
  readonly isOver: boolean
}

/** From this part of the most on it is near. */
const near = 0.9

/** The length of a text; undefined where there is no most. */
export function lengthOf(text: string, most: number | undefined): Length | undefined {
  if (most === undefined) return undefined
  // A text has at most as many characters as UTF-16 units, so nearly none is counted.
  const characters = text.length < most * near ? text.length : countCharacters(text)
  return { characters, most, isNear: characters >= most * near, isOver: characters > most }
}
