import type { LiveMessage } from '@tokenrill/react'
import { Pencil } from 'lucide-react'
import { classes } from '@/design/classes'
import { CopyButton } from '@/design/CopyButton'
import { ErrorNotice } from '@/design/ErrorNotice'
import { IconButton } from '@/design/IconButton'

export interface UserMessageProps {
  readonly message: LiveMessage
  /** Whether nothing was said by the user after it. */
  readonly isLast: boolean
  readonly onRetry: () => void
  readonly onEdit: (text: string) => void
}

/** What the user said. */
export function UserMessage({ message, isLast, onRetry, onEdit }: UserMessageProps) {
  const { text, status, error } = message
  return (
    <article aria-label="You" className="flex flex-col items-end gap-2">
      <div className="flex max-w-full flex-row-reverse items-center gap-1 ps-2">
        <p
          dir="auto"
          className={classes('min-w-0 rounded-2xl rounded-ee-md bg-accent-soft px-4 py-2.5 leading-relaxed wrap-anywhere whitespace-pre-wrap', status === 'sending' && 'opacity-60')}
        >
          {text}
        </p>
        <span className="flex shrink-0 opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 pointer-coarse:opacity-100">
          {isLast && <IconButton label="Edit and send again" icon={<Pencil aria-hidden />} onClick={() => onEdit(text)} />}
          <CopyButton text={() => text} label="Copy message" />
        </span>
      </div>
      {status === 'unsent' && error && <ErrorNotice error={error} onRetry={onRetry} className="w-fit max-w-[85%]" />}
    </article>
  )
}
