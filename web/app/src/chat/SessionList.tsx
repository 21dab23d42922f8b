import { MessageSquarePlus } from 'lucide-react'
import { Button } from '@/design/Button'
import { ErrorNotice } from '@/design/ErrorNotice'
import { SessionRow } from './SessionRow'
import type { SessionListState } from './useSessionList'

export interface SessionListProps {
  readonly list: SessionListState
  readonly current: string | undefined
  readonly onNew: () => void
  readonly onDelete: (id: string) => Promise<void>
  readonly onChoose: () => void
}

/** All sessions, and the way to a new one. */
export function SessionList({ list, current, onNew, onDelete, onChoose }: SessionListProps) {
  const { sessions, isLoading, error, hasMore } = list
  return (
    <div className="flex h-full flex-col gap-3 p-3">
      <Button onClick={onNew} icon={<MessageSquarePlus aria-hidden className="size-4" />} className="w-full">
        New chat
      </Button>
      {error && <ErrorNotice error={error} onRetry={list.refresh} />}
      {!isLoading && !error && sessions.length === 0 && <p className="px-2 py-4 text-center text-sm text-faint">What you talk about will be listed here.</p>}
      <ul className="-mx-1 flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-1 py-1">
        {sessions.map(session => (
          <SessionRow key={session.id} session={session} isCurrent={session.id === current} onRename={list.rename} onDelete={onDelete} onChoose={onChoose} />
        ))}
        {hasMore && (
          <li className="py-2 text-center">
            <Button variant="quiet" onClick={list.loadMore}>
              Older ones
            </Button>
          </li>
        )}
      </ul>
    </div>
  )
}
