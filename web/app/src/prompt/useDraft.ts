import { useCallback, useMemo, useState } from 'react'
import { useStored } from '@/shell/stored'

export interface Draft {
  readonly text: string
  readonly write: (text: string) => void
  /** Puts another text in its place, which can be undone until it is written on. */
  readonly replace: (text: string) => void
  /** Undefined when there is nothing to undo. */
  readonly undo: (() => void) | undefined
}

/** The draft, kept over reloads. */
export function useDraft(): Draft {
  const [text, setText] = useStored('prompt.draft')
  const [before, setBefore] = useState<string>()
  const write = useCallback(
    (next: string) => {
      setText(next)
      setBefore(undefined)
    },
    [setText],
  )
  const replace = useCallback(
    (next: string) => {
      setText(next)
      setBefore(text)
    },
    [text, setText],
  )
  return useMemo(() => ({ text, write, replace, undo: before === undefined ? undefined : () => write(before) }), [text, write, replace, before])
}
