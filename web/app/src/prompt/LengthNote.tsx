import { Notice } from '@/design/Notice'
import type { Length } from './length'
import { countOf } from '@/design/words'

/** How long the draft is, when that is near or over what can be sent. */
export function LengthNote({ length: { characters, most, isOver } }: { readonly length: Length }) {
  return isOver ? (
    <Notice tone="warn">
      The draft has {countOf(characters)} characters; at most {countOf(most)} can be sent. Please shorten it by {countOf(characters - most)}.
    </Notice>
  ) : (
    <p className="-mt-2 text-end text-xs text-faint tabular-nums">
      {countOf(characters)} of at most {countOf(most)} characters
    </p>
  )
}
