import { ArrowLeft, Square, X } from 'lucide-react'
import type { RefObject } from 'react'
import { Button } from '@/design/Button'
import { CopyButton } from '@/design/CopyButton'
import { hrefOf } from '@/shell/route'
import { StateBadge } from '../StateBadge'
import type { WireView } from '../wire/WireReader'
import { several } from '@/design/words'

export interface PanelHeaderProps {
  readonly id: string
  readonly view: WireView | undefined
  /** Takes the focus when the panel opens. */
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly isStopping: boolean
  readonly onStop: (id: string) => void
}

const close =
  'inline-grid size-8 shrink-0 place-items-center rounded-lg text-faint transition-colors hover:bg-sunk hover:text-ink pointer-coarse:size-11 [&_svg]:size-4.5'

/** Which generation it is, how it stands, and what can be done with it. */
export function PanelHeader({ id, view, heading, isStopping, onStop }: PanelHeaderProps) {
  const isRunning = view !== undefined && (view.phase === 'open' || view.phase === 'lost')
  return (
    <header className="flex items-start gap-2 py-3 ps-4 pe-3 max-lg:ps-2">
      <a href={hrefOf('streams')} aria-label="Back to all streams" className={`${close} lg:hidden`}>
        <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
      </a>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 ref={heading} tabIndex={-1} className="min-w-0 truncate text-lg leading-8 font-semibold">
            {view?.started?.model ?? 'Generation'}
          </h2>
          <span role="status" className="flex">{view && <Standing view={view} isStopping={isStopping && isRunning} />}</span>
          {view && view.log.rows > 0 && <span className="text-sm text-faint tabular-nums">{several(view.log.events, 'event')}</span>}
        </div>
        <p className="flex items-center gap-1 font-mono text-xs text-faint">
          <span className="truncate">{id}</span>
          <CopyButton text={() => id} label="Copy the id" />
        </p>
      </div>
      {isRunning && (
        <Button variant="danger" disabled={isStopping} onClick={() => onStop(id)} icon={<Square aria-hidden className="size-4 fill-current" />}>
          Stop
        </Button>
      )}
      <a href={hrefOf('streams')} aria-label="Close" title="Close" className={`${close} max-lg:hidden`}>
        <X aria-hidden />
      </a>
    </header>
  )
}

/** Of one that ended, how; before that, how it is read. */
function Standing({ view, isStopping }: { readonly view: WireView; readonly isStopping: boolean }) {
  if (view.answer.end) return <StateBadge state={view.answer.end.type} />
  if (isStopping) return <StateBadge state="stopping" />
  if (view.phase === 'open') return <StateBadge state="active" />
  return view.phase === 'lost' ? <StateBadge state="reconnecting" tone="warn" /> : view.phase === 'unread' ? <StateBadge state="unread" tone="bad" /> : <StateBadge state="connecting" />
}
