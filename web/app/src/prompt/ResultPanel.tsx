import { CornerUpLeft, Square } from 'lucide-react'
import { memo, useRef, useState } from 'react'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { CopyButton } from '@/design/CopyButton'
import { Panel } from '@/design/Panel'
import { Tabs } from '@/design/Tabs'
import { actionOf } from './actions'
import { DifferenceView } from './DifferenceView'
import { announcementOf, statisticsOf } from './outcome'
import { Result } from './Result'
import type { PromptRunView } from './usePromptRun'

export interface ResultPanelProps extends Omit<PromptRunView, 'ask'> {
  readonly onUse: (text: string) => void
}

type View = 'result' | 'changes'

/** What came of the draft, beside it. */
export const ResultPanel = memo(function ResultPanel({ run, view, isRunning, retry, onUse }: ResultPanelProps) {
  const [chosen, choose] = useState<View>('result')
  const heading = useRef<HTMLHeadingElement>(null)
  const { phase, answer, connection, stop } = view
  const text = answer?.text ?? ''
  const isComplete = phase === 'completed' && run !== undefined && text !== ''
  const shown = isComplete ? chosen : 'result'
  const end = answer?.end
  const statistics = statisticsOf(end && 'stats' in end ? end.stats : undefined)
  const label = run ? actionOf(run.recipe).label : 'Result'

  const halt = () => {
    void stop()
    // The button goes; whoever used it should not be thrown to the page's beginning.
    heading.current?.focus()
  }

  return (
    <Tabs
      label="Result"
      tabs={[
        { id: 'result', label: 'Result' },
        { id: 'changes', label: 'What changed', isDisabled: !isComplete },
      ]}
      chosen={shown}
      onChoose={choose}
    >
      {(row, panel) => (
        <Panel className="min-h-[60dvh] lg:min-h-0">
          <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-3 border-b border-line py-1.5 ps-4 pe-2">
            <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none">
              {label}
            </h2>
            {row}
          </header>
          <div {...panel} tabIndex={0} className="flex-1 p-4 -outline-offset-2 lg:min-h-0 lg:overflow-y-auto">
            {shown === 'changes' && run ? <DifferenceView before={run.draft} after={text} /> : <Result run={run} view={view} isRunning={isRunning} retry={retry} />}
          </div>
          {(isRunning || text) && (
            <footer className="sticky bottom-0 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-b-2xl border-t border-line bg-paper px-4 py-1.5">
              {isRunning && connection === 'lost' && <Badge tone="warn">Connection lost, connecting again</Badge>}
              {statistics && <p className="min-w-0 flex-1 basis-48 text-xs text-faint tabular-nums">{statistics}</p>}
              <div className="ms-auto flex items-center gap-1.5">
                {isRunning && (
                  <Button variant="danger" icon={<Square aria-hidden className="size-3.5 fill-current" />} onClick={halt}>
                    Stop
                  </Button>
                )}
                {!isRunning && text && (
                  <Button icon={<CornerUpLeft aria-hidden className="size-4 rtl:-scale-x-100" />} onClick={() => onUse(text)}>
                    Use as the new draft
                  </Button>
                )}
                {text && <CopyButton text={() => text} label="Copy the result" />}
              </div>
            </footer>
          )}
          <p role="status" className="sr-only">
            {announcementOf(phase, label)}
          </p>
        </Panel>
      )}
    </Tabs>
  )
})
