import { memo, useMemo } from 'react'
import { Notice } from '@/design/Notice'
import { difference, type Piece } from './difference'
import { several } from '@/design/words'

const reasons = {
  different: 'This is a new text: hardly a sentence of the draft is in it. See it under Result.',
  long: 'These texts are too long to compare them word by word. See the new one under Result.',
}


/** What became of the draft, word by word: told by a line below or through it, and not by colour alone. */
export const DifferenceView = memo(function DifferenceView({ before, after }: { readonly before: string; readonly after: string }) {
  const found = useMemo(() => difference(before, after), [before, after])
  if (found.kind === 'same') return <Notice>Every word is the same as in the draft.</Notice>
  if (found.kind === 'new') return <Notice>{reasons[found.reason]}</Notice>
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-faint">
        {several(found.added, 'word')} added, {several(found.removed, 'word')} removed
      </p>
      <p dir="auto" className="leading-relaxed wrap-anywhere whitespace-pre-wrap">
        {found.pieces.map((piece, at) => (
          <Change key={at} {...piece} />
        ))}
      </p>
    </div>
  )
})

function Change({ kind, text }: Piece) {
  if (kind === 'same') return <>{text}</>
  // The space behind it is no part of what changed.
  const words = text.trimEnd()
  return (
    <>
      {kind === 'added' ? (
        <ins className="rounded-sm bg-accent-soft px-0.5 text-accent decoration-2 underline-offset-4">{words}</ins>
      ) : (
        <del className="rounded-sm bg-bad-soft px-0.5 text-bad">{words}</del>
      )}
      {text.slice(words.length)}
    </>
  )
}
