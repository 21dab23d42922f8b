import { ArrowUp, Square } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { GrowingText } from '@/design/GrowingText'
import { IconButton } from '@/design/IconButton'

/** What others can ask of it. */
export interface ComposerHandle {
  /** Takes a text to be edited and sent again. */
  edit(text: string): void
}

export interface ComposerProps {
  readonly ref: Ref<ComposerHandle>
  /** Whether an answer is being written: it can be stopped; what is sent supersedes it. */
  readonly isActive: boolean
  readonly isDisabled: boolean
  readonly onSend: (text: string) => void
  readonly onStop: () => void
  readonly picker: ReactNode
}

/** Where the next message is written. Enter sends, Shift+Enter is a new line, Escape stops the answer. */
export function Composer({ ref, isActive, isDisabled, onSend, onStop, picker }: ComposerProps) {
  const [text, setText] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const isEmpty = !text.trim()

  useImperativeHandle(ref, () => ({
    edit(next) {
      setText(next)
      area.current?.focus()
    },
  }))
  // On phones, the keyboard that comes with the focus would cover half the page unasked.
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) area.current?.focus()
  }, [])
  useEffect(() => {
    if (!isActive) return
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onStop()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [isActive, onStop])

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (isEmpty || isDisabled) return
    onSend(text.trim())
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }

  return (
    <form onSubmit={submit} className="mx-auto w-full max-w-3xl px-3 pb-3 sm:px-6 sm:pb-5">
      <div className="flex flex-col rounded-2xl border border-line bg-paper shadow-sm focus-within:border-accent">
        <GrowingText
          ref={area}
          value={text}
          rows={1}
          aria-label="Message"
          placeholder="Ask something"
          disabled={isDisabled}
          onChange={event => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="max-h-60 min-h-12 w-full bg-transparent px-4 pt-3 pb-1 leading-relaxed outline-none placeholder:text-faint"
        />
        <div className="flex items-center gap-2 p-2">
          {picker}
          <span className="flex-1" />
          {isActive && <IconButton label="Stop" variant="danger" className="border border-line" icon={<Square aria-hidden className="fill-current" />} onClick={onStop} />}
          <IconButton type="submit" label="Send" variant="primary" disabled={isEmpty || isDisabled} icon={<ArrowUp aria-hidden />} />
        </div>
      </div>
    </form>
  )
}
