import { Notice } from '@/design/Notice'
import type { Length } from './length'
import { number } from './outcome'

/** How long the draft is, when that is near or over what can be sent. */
export function LengthNote({ length: { characters, most, isOver } }: { readonly length: Length }) {
  return isOver ? (
    <Notice tone="warn">
      The draft has {number(characters)} characters; at most {number(most)} can be sent. Please shorten it by {number(characters - most)}.
    </Notice>
  ) : (
    <p className="-mt-2 text-end text-xs text-faint tabular-nums">
      {number(characters)} of at most {number(most)} characters
    </p>
  )
}
