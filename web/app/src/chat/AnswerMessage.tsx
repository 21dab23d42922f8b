import type { LiveMessage } from '@tokenrill/react'
import { RotateCw } from 'lucide-react'
import { CopyButton } from '@/design/CopyButton'
import { IconButton } from '@/design/IconButton'
import { Thinking } from '@/design/Thinking'
import { Markdown } from '@/markdown/Markdown'
import { AnswerEnd } from './AnswerEnd'
import { Reasoning } from './Reasoning'
import { statisticsOf } from './statistics'
import { ToolCalls } from './ToolCalls'

export interface AnswerMessageProps {
  readonly message: LiveMessage
  readonly isLast: boolean
  readonly onRetry: () => void
}

/** An answer: thinking, growing, or how it ended. */
export function AnswerMessage({ message, isLast, onRetry }: AnswerMessageProps) {
  const { text, reasoning, status, isThinking, toolCalls } = message
  const isActive = status === 'active'
  const statistics = statisticsOf(message)
  return (
    <article aria-label="Answer" aria-busy={isActive} className="flex min-w-0 flex-col gap-3">
      {isThinking && <Thinking />}
      {reasoning && <Reasoning text={reasoning} isStreaming={isActive && !text} />}
      {text && <Markdown text={text} isStreaming={isActive} />}
      {toolCalls.length > 0 && <ToolCalls calls={toolCalls} />}
      <AnswerEnd message={message} onRetry={isLast ? onRetry : undefined} />
      {!isActive && (
        <footer className="-mt-1 flex min-h-8 items-center gap-1 text-xs text-faint">
          {text && <CopyButton text={() => text} label="Copy answer" className="-ms-1.5 size-7" />}
          {isLast && status !== 'failed' && <IconButton label="Ask again" icon={<RotateCw aria-hidden />} className="size-7" onClick={onRetry} />}
          {statistics && <p className="ms-1 tabular-nums">{statistics}</p>}
        </footer>
      )}
    </article>
  )
}
