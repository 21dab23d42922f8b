import type { LiveMessage } from '@tokenrill/react'
import { memo } from 'react'
import { classes } from '@/design/classes'
import { AnswerMessage } from './AnswerMessage'
import { UserMessage } from './UserMessage'

export interface MessageViewProps {
  readonly message: LiveMessage
  readonly isLast: boolean
  readonly isLastOfUser: boolean
  readonly onRetry: () => void
  readonly onEdit: (text: string) => void
}

/** One message. Drawn again only when it changes; not laid out at all while it is out of sight. */
export const MessageView = memo(function MessageView({ message, isLast, isLastOfUser, onRetry, onEdit }: MessageViewProps) {
  return (
    <li
      data-message={message.id}
      tabIndex={-1}
      className={classes('group/message scroll-my-6 outline-offset-4', !isLast && '[contain-intrinsic-size:auto_10rem] [content-visibility:auto]')}
    >
      {message.role === 'user' ? (
        <UserMessage message={message} isLast={isLastOfUser} onRetry={onRetry} onEdit={onEdit} />
      ) : (
        <AnswerMessage message={message} isLast={isLast} onRetry={onRetry} />
      )}
    </li>
  )
})
