import { useEffect, useRef, useState } from 'react'
import { Revealer } from './Revealer'

/**
 * As much of a growing text as a typewriter has written. Turned off, all of it at once; turned on, it goes on from what is to be seen.
 * @param isComplete Whether nothing more comes.
 */
export function useTypewriter(text: string, isOn: boolean, isComplete: boolean): string {
  const [shown, setShown] = useState(text)
  const revealer = useRef<Revealer>(undefined)
  const begun = useRef(text)
  // What is to be seen when it is turned on.
  useEffect(() => {
    if (!isOn) begun.current = text
  }, [text, isOn])

  useEffect(() => {
    if (!isOn) return
    setShown(begun.current)
    const mine = new Revealer(setShown, begun.current)
    revealer.current = mine
    return () => {
      mine.stop()
      revealer.current = undefined
    }
  }, [isOn])
  useEffect(() => {
    if (isOn) revealer.current?.update(text, isComplete)
  }, [text, isOn, isComplete])

  if (!isOn) return text
  // Of another text than this: nothing of it is written yet.
  return text.startsWith(shown) ? shown : ''
}
