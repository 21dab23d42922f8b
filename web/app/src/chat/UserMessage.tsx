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
    <article aria-label="You" className="relative flex flex-col items-end">
      <p
        dir="auto"
        className={classes('max-w-[85%] rounded-2xl rounded-ee-md bg-accent-soft px-4 py-2.5 leading-relaxed wrap-anywhere whitespace-pre-wrap', status === 'sending' && 'opacity-60')}
      >
        {text}
      </p>
      {status === 'unsent' && error ? (
        <ErrorNotice error={error} onRetry={onRetry} className="max-w-[85%]" />
      ) : (
        <span className="absolute end-0 top-full flex opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 pointer-coarse:opacity-100">
          <CopyButton text={() => text} label="Copy message" className="size-7" />
          {isLast && <IconButton label="Edit and send again" icon={<Pencil aria-hidden />} className="size-7" onClick={() => onEdit(text)} />}
        </span>
      )}
    </article>
  )
}
