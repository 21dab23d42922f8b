import type { LiveMessage } from '@tokenrill/react'
import { Badge } from '@/design/Badge'
import { ErrorNotice } from '@/design/ErrorNotice'
import { Notice } from '@/design/Notice'

/** How an answer ended, when it was not simply complete. What it had said is kept, and marked as a part. */
export function AnswerEnd({ message, onRetry }: { readonly message: LiveMessage; readonly onRetry: (() => void) | undefined }) {
  const { status, error, text } = message
  const kept = text ? ' What it had said is kept.' : ''
  switch (status) {
    case 'failed':
      return error ? <ErrorNotice error={error} onRetry={onRetry} /> : <Notice tone="bad">The answer failed.{kept}</Notice>
    case 'cancelled':
      return (
        <p>
          <Badge>Stopped</Badge>
        </p>
      )
    case 'superseded':
      return (
        <p>
          <Badge>Ended by a newer message</Badge>
        </p>
      )
    case 'interrupted':
      return <Notice tone="warn">The server went away in the middle of this answer.{kept}</Notice>
    default:
      return null
  }
}
