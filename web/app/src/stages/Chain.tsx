import type { PipelineView } from '@tokenrill/react'
import { Square } from 'lucide-react'
import { memo, type Ref, useEffect, useMemo, useRef } from 'react'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { Switch } from '@/design/Switch'
import { boxesOf } from './boxes'
import type { EndActions } from './ends/BoxEnd'
import { StageBox } from './StageBox'
import { joined, uncovered } from './uncovered'
import { useTypewriter } from './useTypewriter'
import { announcementOf, type StageWords, stageWords } from './words'

export interface ChainProps {
  readonly ref: Ref<HTMLElement>
  readonly view: PipelineView
  readonly isRunning: boolean
  readonly isTyping: boolean
  readonly onTyping: (isOn: boolean) => void
  /** Told when all there is stands there. */
  readonly onWritten: () => void
  readonly actions: EndActions
}

/** The boxes, one below the other, with a line from each to the next. */
export const Chain = memo(function Chain({ ref, view, isRunning, isTyping, onTyping, onWritten, actions }: ChainProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { phase, stages, end, error, connection, stop } = view
  const all = useMemo(() => boxesOf({ phase, stages, end, error }), [phase, stages, end, error])
  const text = joined(all)
  const written = useTypewriter(text, isTyping, !isRunning)
  const boxes = uncovered(all, written.length)
  const isWritten = written.length === text.length
  useEffect(() => {
    if (isWritten) onWritten()
  }, [isWritten, onWritten])

  const halt = () => {
    void stop()
    // The button goes; whoever used it should not be thrown to the page's beginning.
    heading.current?.focus()
  }

  return (
    <section ref={ref} aria-label="Four steps" className="min-w-0 scroll-mt-0">
      <div className="sticky top-0 z-10 flex flex-wrap items-center justify-between gap-x-3 bg-ground py-2 lg:pt-8">
        <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          Four steps
        </h2>
        <div className="flex flex-wrap items-center gap-2">
          {isRunning && connection === 'lost' && <Badge tone="warn">Connection lost, connecting again</Badge>}
          <Switch label="Typewriter" isOn={isTyping} onChange={onTyping} />
          {isRunning && (
            <Button variant="danger" icon={<Square aria-hidden className="size-3.5 fill-current" />} onClick={halt}>
              Stop
            </Button>
          )}
        </div>
      </div>
      <ol className="flex flex-col">
        {boxes.map((box, at) => {
          const follower = boxes[at + 1]
          const isPassing = follower?.state === 'thinking' || follower?.state === 'filling'
          return (
            <StageBox
              key={at}
              {...box}
              stage={at + 1}
              words={stageWords[at] as StageWords}
              line={follower && (isPassing ? 'passing' : follower.state === 'waiting' ? 'quiet' : 'passed')}
              actions={actions}
            />
          )
        })}
      </ol>
      <p role="status" className="sr-only">
        {announcementOf(boxes)}
      </p>
    </section>
  )
})
