import type { LiveMessage } from '@tokenrill/react'
import { ArrowDown } from 'lucide-react'
import { type Ref, useImperativeHandle, useRef } from 'react'
import { Button } from '@/design/Button'
import { MessageView } from './MessageView'
import { useAutoScroll } from './useAutoScroll'
import { useEarlier } from './useEarlier'

/** What others can ask of the list. */
export interface MessagesHandle {
  /** Goes to the end and follows it. */
  toEnd(): void
  /** Goes to a message. */
  show(message: string): void
}

export interface MessagesProps {
  readonly ref: Ref<MessagesHandle>
  readonly messages: readonly LiveMessage[]
  readonly isLoading: boolean
  readonly onRetry: () => void
  readonly onEdit: (text: string) => void
}

/** What was said, oldest first. Follows its end until the person scrolls up. */
export function Messages({ ref, messages, isLoading, onRetry, onEdit }: MessagesProps) {
  const list = useRef<HTMLOListElement>(null)
  const { viewport, isFollowing, follow, leave } = useAutoScroll(list)
  const { first, showAll } = useEarlier(messages.length)
  const lastOfUser = messages.findLastIndex(message => message.role === 'user')

  useImperativeHandle(ref, () => ({
    toEnd: follow,
    show(message) {
      showAll()
      leave()
      requestAnimationFrame(() => {
        const row = list.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(message)}"]`)
        row?.scrollIntoView({ block: 'center', behavior: 'smooth' })
        row?.focus({ preventScroll: true })
      })
    },
  }))

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={viewport} tabIndex={0} role="region" aria-label="Messages" aria-busy={isLoading} className="h-full overflow-y-auto overscroll-contain bg-ground focus-visible:-outline-offset-2">
        <ol ref={list} className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-6 sm:px-6">
          {messages.slice(first).map((message, index) => (
            <MessageView
              key={message.key}
              message={message}
              isLast={first + index === messages.length - 1}
              isLastOfUser={first + index === lastOfUser}
              onRetry={onRetry}
              onEdit={onEdit}
            />
          ))}
        </ol>
      </div>
      {!isFollowing && (
        <Button onClick={follow} icon={<ArrowDown aria-hidden className="size-4" />} className="absolute inset-x-0 bottom-3 mx-auto w-fit animate-appear rounded-full shadow-md">
          To the end
        </Button>
      )}
    </div>
  )
}
