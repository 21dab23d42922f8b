import { commonSequence, type Pairs } from './sequence'
import { isSpoken, splitWords, type Word } from './words'

/** A piece of a text that stayed, came or went. */
export interface Piece {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** What became of a text. `new`: so much of it is different, or so long is it, that colours would say nothing. */
export type Difference =
  | { readonly kind: 'same' }
  | { readonly kind: 'new'; readonly reason: 'different' | 'long' }
  | { readonly kind: 'changed'; readonly pieces: readonly Piece[]; readonly added: number; readonly removed: number }

/** How many comparisons a difference may cost: some 10 ms, and 8 MB for a moment. Two texts of 2,000 words that have nothing in common. */
const mostComparisons = 4_000_000

/** Below this part of common words it is a new text. */
const leastInCommon = 0.3

/** What is different between two texts, word by word. Only words count: spaces and line breaks are those of `after`. */
export function difference(before: string, after: string): Difference {
  const old = splitWords(before)
  const now = splitWords(after)
  const common = commonSequence(
    old.map(word => word.text),
    now.map(word => word.text),
    mostComparisons,
  )
  if (!common) return { kind: 'new', reason: 'long' }
  if (common.length === old.length && common.length === now.length) return { kind: 'same' }
  const spoken = common.filter(([, at]) => isSpoken(now[at] as Word)).length
  if (2 * spoken < leastInCommon * (count(old) + count(now))) return { kind: 'new', reason: 'different' }
  return { kind: 'changed', ...piecesOf(old, now, common) }
}

function piecesOf(old: readonly Word[], now: readonly Word[], common: Pairs) {
  const runs: { readonly kind: Piece['kind']; readonly words: Word[] }[] = []
  const add = (kind: Piece['kind'], words: readonly Word[]) => {
    if (!words.length) return 0
    if (runs.at(-1)?.kind !== kind) runs.push({ kind, words: [] })
    for (const word of words) runs.at(-1)?.words.push(word)
    return count(words)
  }
  let added = 0
  let removed = 0
  let [a, b] = [0, 0]
  for (const [nextA, nextB] of [...common, [old.length, now.length] as const]) {
    // What went stands before what came in its place, however often both took turns.
    removed += add('removed', old.slice(a, nextA))
    added += add('added', now.slice(b, nextB))
    add('same', now.slice(nextB, nextB + 1))
    ;[a, b] = [nextA + 1, nextB + 1]
  }
  return { pieces: runs.map(({ kind, words }) => ({ kind, text: words.map(word => word.text + word.space).join('') })), added, removed }
}

const count = (words: readonly Word[]): number => words.filter(isSpoken).length
