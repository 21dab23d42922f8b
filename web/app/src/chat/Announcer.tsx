import type { LiveMessage } from '@tokenrill/react'
import { useEffect, useRef, useState } from 'react'

/** How much of an answer is read out, in characters; the rest is there to be read at leisure. */
const most = 600

/** Tells screen readers how it goes: that it thinks, that it answers, and the answer when it is whole. Never a token at a time. */
export function Announcer({ active, last }: { readonly active: LiveMessage | undefined; readonly last: LiveMessage | undefined }) {
  const [words, setWords] = useState('')
  const watched = useRef<string>(undefined)
  const phase = active ? (active.isThinking ? 'Thinking' : 'Answering') : undefined
  useEffect(() => {
    if (phase) {
      watched.current = active?.key
      setWords(phase)
    } else if (last && last.key === watched.current) {
      watched.current = undefined
      setWords(outcome(last))
    }
  }, [phase, last?.status])
  return (
    <p role="status" className="sr-only">
      {words}
    </p>
  )
}

/** What is said of an answer that has ended. */
export function outcome({ status, text }: LiveMessage): string {
  const said = text.length > most ? `${text.slice(0, most)} …` : text
  return status === 'completed' ? `Answer: ${said}` : status === 'cancelled' ? `Stopped. ${said}` : `The answer was ${status}. ${said}`
}
