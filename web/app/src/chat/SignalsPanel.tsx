import type { Signal } from '@tokenrill/client'
import { Lightbulb, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Dialog } from '@/design/Dialog'
import { Empty } from '@/design/Empty'
import { IconButton } from '@/design/IconButton'
import { SignalList } from './SignalList'

export interface SignalsPanelProps {
  readonly signals: readonly Signal[]
  readonly isOpen: boolean
  readonly onDismiss: (signal: string) => Promise<void>
  /** Shows the message that a signal was found in. */
  readonly onShow: (message: string) => void
  readonly onClose: () => void
}

const wide = matchMedia('(min-width: 80rem)')
const subscribe = (changed: () => void) => {
  wide.addEventListener('change', changed)
  return () => wide.removeEventListener('change', changed)
}

/** What a model found in what was said: at the side, or, where there is no room, above everything. */
export function SignalsPanel({ signals, isOpen, onDismiss, onShow, onClose }: SignalsPanelProps) {
  const isWide = useSyncExternalStore(subscribe, () => wide.matches)
  if (!isOpen) return null
  const kept = signals.filter(signal => !signal.dismissed)
  const list =
    kept.length > 0 ? (
      <SignalList signals={kept} onDismiss={onDismiss} onShow={onShow} />
    ) : (
      <Empty icon={<Lightbulb aria-hidden />} title="No signals">
        Goals, decisions, questions and the like are found in what is said, where the server has a model for it (Signals:Model).
      </Empty>
    )
  if (!isWide)
    return (
      <Dialog title="Signals" onClose={onClose}>
        {list}
      </Dialog>
    )
  return (
    <aside aria-label="Signals" className="flex w-80 shrink-0 flex-col border-s border-line bg-paper">
      <header className="flex min-h-13 items-center justify-between border-b border-line ps-4 pe-2">
        <h2 className="font-semibold">Signals</h2>
        <IconButton label="Close signals" icon={<X aria-hidden />} onClick={onClose} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto p-3">{list}</div>
    </aside>
  )
}
