import type { LiveMessage } from '@tokenrill/react'
import { memo } from 'react'
import { useSkipUnseen } from '@/design/useSkipUnseen'
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
  const row = useSkipUnseen<HTMLLIElement>(!isLast, '10rem')
  return (
    <li ref={row} data-message={message.id} tabIndex={-1} className="group/message scroll-my-6 outline-offset-4">
      {message.role === 'user' ? (
        <UserMessage message={message} isLast={isLastOfUser} onRetry={onRetry} onEdit={onEdit} />
      ) : (
        <AnswerMessage message={message} isLast={isLast} onRetry={onRetry} />
      )}
    </li>
  )
})
