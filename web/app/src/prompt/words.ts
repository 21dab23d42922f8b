/** A word, or a sign that stands by itself, with the space behind it. */
export interface Word {
  readonly text: string
  readonly space: string
}

const segmenter = Intl.Segmenter ? new Intl.Segmenter(undefined, { granularity: 'word' }) : undefined

/** A text as words, in the way of its language: also one that puts no spaces between them. */
export function splitWords(text: string): readonly Word[] {
  const words: Word[] = []
  for (const piece of pieces(text.trim())) {
    const last = words.at(-1)
    if (piece.trim() || !last) words.push({ text: piece, space: '' })
    else words[words.length - 1] = { text: last.text, space: last.space + piece }
  }
  return words
}

/** Whether it says something: a letter or a number is in it. */
export const isSpoken = ({ text }: Word): boolean => /[\p{L}\p{N}]/u.test(text)

/** Cut at spaces first: a segmenter takes much longer for one long text than for its parts. */
function* pieces(text: string): Generator<string> {
  for (const [part] of text.matchAll(/\s+|\S+/g))
    if (!segmenter || /^(\s+|\w+)$/.test(part)) yield part
    else for (const { segment } of segmenter.segment(part)) yield segment
}
