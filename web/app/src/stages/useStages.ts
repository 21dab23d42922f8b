import { type PipelineView, usePipeline } from '@tokenrill/react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useStored } from '@/shell/stored'
import { formatRun, parseRun, type StagesRun } from './run'

const recipe = 'four_stages'

export interface StagesView {
  readonly view: PipelineView
  readonly isRunning: boolean
  /** Begins with this body. */
  readonly begin: (body: StagesRun['body']) => void
  /** Goes on with the last run where only its reading failed; undefined where nothing is to be gone on with. */
  readonly goOn: (() => void) | undefined
  /** What has ended, and was seen to its end, is not to be gone on with after a reload. Does nothing before. */
  readonly forget: () => void
}

/** Runs the stages, and goes on with them after a reload. */
export function useStages(): StagesView {
  const view = usePipeline()
  const { phase, error, run } = view
  const [kept, keep] = useStored('stages.run')
  const last = useMemo(() => parseRun(kept, Date.now()), [kept])
  const isRunning = phase === 'starting' || phase === 'active'
  const isUnread = phase === 'unread' && error?.retryable === true

  const begin = useCallback(
    (body: StagesRun['body']) => {
      keep(formatRun({ body, at: Date.now() }))
      void run(recipe, body)
    },
    [keep, run],
  )

  const isResumed = useRef(false)
  useEffect(() => {
    if (isResumed.current) return
    isResumed.current = true
    if (last) void run(recipe, last.body)
  }, [last, run])

  const forget = useCallback(() => {
    if (phase !== 'idle' && !isRunning && !isUnread) keep('')
  }, [phase, isRunning, isUnread, keep])

  const goOn = useMemo(() => (isUnread && last ? () => void run(recipe, last.body) : undefined), [isUnread, last, run])
  return { view, isRunning, begin, goOn, forget }
}
