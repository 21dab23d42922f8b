import { Lightbulb, MessageSquarePlus, PanelLeft } from 'lucide-react'
import { IconButton } from '@/design/IconButton'

export interface ConversationHeaderProps {
  readonly title: string | undefined
  readonly isNew: boolean
  /** How many signals there are that nobody has dismissed. */
  readonly signals: number
  readonly areSignalsOpen: boolean
  readonly onSignals: () => void
  readonly onSessions: () => void
  readonly onNew: () => void
}

/** What the session is called, and the ways to what stands beside it. */
export function ConversationHeader({ title, isNew, signals, areSignalsOpen, onSignals, onSessions, onNew }: ConversationHeaderProps) {
  return (
    <header className="flex min-h-13 items-center gap-2 border-b border-line bg-paper/80 px-3 lg:px-5">
      <IconButton label="Sessions" icon={<PanelLeft aria-hidden className="rtl:-scale-x-100" />} className="lg:hidden" onClick={onSessions} />
      <h1 dir="auto" className="min-w-0 flex-1 truncate font-semibold">
        {title ?? (isNew ? 'New chat' : 'Untitled')}
      </h1>
      <button
        type="button"
        aria-pressed={areSignalsOpen}
        aria-label={`Signals: ${signals}`}
        title="Signals"
        onClick={onSignals}
        className="inline-flex min-h-8 items-center gap-1.5 rounded-lg px-2 text-sm text-faint tabular-nums hover:bg-sunk hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent pointer-coarse:min-h-11"
      >
        <Lightbulb aria-hidden className="size-4.5" />
        {signals}
      </button>
      <IconButton label="New chat" icon={<MessageSquarePlus aria-hidden />} className="lg:hidden" onClick={onNew} />
    </header>
  )
}
