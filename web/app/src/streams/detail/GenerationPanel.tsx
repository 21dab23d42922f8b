import type { TokenrillError } from '@tokenrill/client'
import { memo, useEffect, useRef, useState } from 'react'
import { CopyButton } from '@/design/CopyButton'
import { ErrorNotice } from '@/design/ErrorNotice'
import { Tabs } from '@/design/Tabs'
import { Thinking } from '@/design/Thinking'
import { ndjsonOf } from '../wire/eventLog'
import { CurlButton } from './CurlButton'
import { EventList } from './EventList'
import { Facts } from './Facts'
import { PanelHeader } from './PanelHeader'
import { TextView } from './TextView'
import { Unread } from './Unread'
import { useEndState } from './useEndState'
import { useWire } from './useWire'

export interface GenerationPanelProps {
  readonly id: string
  /** Undefined when it does not run. */
  readonly readers: number | undefined
  readonly isStopping: boolean
  readonly onStop: (id: string) => void
  /** Why it could not be stopped. */
  readonly unstopped: TokenrillError | undefined
}

type Tab = 'events' | 'text'
const tabs: readonly { readonly id: Tab; readonly label: string }[] = [
  { id: 'events', label: 'Events' },
  { id: 'text', label: 'Text' },
]

/** One generation: what is known of it, and what comes over the wire. */
export const GenerationPanel = memo(function GenerationPanel({ id, readers, isStopping, onStop, unstopped }: GenerationPanelProps) {
  const [view, again] = useWire(id)
  const [tab, setTab] = useState<Tab>('events')
  const heading = useRef<HTMLHeadingElement>(null)
  const end = view?.answer.end
  const endState = useEndState(id, end !== undefined)

  // Who opened it goes on reading here; who started it with the simulator may want to start another.
  useEffect(() => {
    const from = document.activeElement
    if (!from?.closest('[data-keeps-focus]') || !from.checkVisibility()) heading.current?.focus({ preventScroll: true })
  }, [])

  const isUnknown = view?.phase === 'unread' && view.log.rows <= 1
  return (
    <section aria-label={`Generation ${id}`} className="@container flex h-full flex-col overflow-y-auto bg-paper">
      <PanelHeader id={id} view={view} heading={heading} isStopping={isStopping} onStop={onStop} />
      {view?.error && (isUnknown ? <Unread id={id} error={view.error} onRetry={again} /> : <ErrorNotice error={view.error} onRetry={again} className="m-3" />)}
      {!view && (
        <div className="p-4">
          <Thinking label="Connecting" />
        </div>
      )}
      {view && !isUnknown && (
        <>
          <div className="flex shrink-0 flex-col gap-3 px-4 pb-3">
            <Facts started={view.started} end={end} endedAt={endState?.ended_at} usage={view.answer.usage} readers={end ? undefined : readers} />
            {unstopped && !end && <ErrorNotice error={unstopped} />}
            {end?.type === 'failed' && <ErrorNotice error={end.error} />}
          </div>
          <Tabs label="What came" tabs={tabs} chosen={tab} onChoose={setTab}>
            {(row, panel) => (
              <div className="flex min-h-72 flex-1 flex-col">
                <div className="flex items-center justify-between gap-2 border-b border-line px-3 py-1">
                  {row}
                  <span className="flex items-center">
                    <CurlButton generation={id} />
                    {tab === 'events' ? <CopyButton label="Copy the events as NDJSON" text={() => ndjsonOf(view.log)} /> : <CopyButton label="Copy the text" text={() => view.answer.text} />}
                  </span>
                </div>
                <div {...panel} className="flex min-h-0 flex-1 flex-col">
                  {tab === 'events' ? <EventList log={view.log} /> : <TextView answer={view.answer} />}
                </div>
              </div>
            )}
          </Tabs>
        </>
      )}
    </section>
  )
})
