import { idempotencyKey } from '@tokenrill/client'
import { type GenerationView, useGeneration } from '@tokenrill/react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useStored } from '@/shell/stored'
import { formatRun, type PromptRun, parseRun, requestOf } from './run'

/** What is asked of a recipe. */
export type Asked = Pick<PromptRun, 'recipe' | 'draft' | 'taskType' | 'model'>

export interface PromptRunView {
  /** The last run, also one from before a reload; undefined when there is none. */
  readonly run: PromptRun | undefined
  readonly view: GenerationView
  readonly isRunning: boolean
  /** Runs a recipe; one that runs is stopped first. */
  readonly ask: (asked: Asked) => void
  /** The last run again: reads on where only reading failed, and asks anew otherwise. */
  readonly retry: () => void
}

/** Runs recipes on drafts, one at a time, and reads on after a reload. */
export function usePromptRun(): PromptRunView {
  const view = useGeneration()
  const { phase, generation, error, run: start, read, stop, reset } = view
  const [kept, keep] = useStored('prompt.run')
  const run = useMemo(() => parseRun(kept, Date.now()), [kept])
  const isRunning = phase === 'starting' || phase === 'active'
  const turn = useRef(0)
  /** The generation that stood there when the last run was asked for, and is not its own. */
  const before = useRef<string>(undefined)

  const begin = useCallback(
    async ({ recipe, draft, taskType, model }: Asked) => {
      const mine = ++turn.current
      if (isRunning) await stop().catch(() => {})
      // Asked again meanwhile: only the last one counts.
      if (mine !== turn.current) return
      const next: PromptRun = { recipe, draft, taskType, model, key: idempotencyKey(), at: Date.now() }
      before.current = generation
      keep(formatRun(next))
      await start(recipe, requestOf(next))
    },
    [isRunning, generation, keep, start, stop],
  )
  const ask = useCallback((asked: Asked) => void begin(asked), [begin])

  const resume = useCallback(
    (from: PromptRun) => {
      if (from.generation) read(from.generation)
      else void start(from.recipe, requestOf(from))
    },
    [read, start],
  )

  const isUnread = phase === 'unread' && error?.retryable === true
  const retry = useCallback(() => {
    if (run && isUnread) resume(run)
    else if (run) void begin(run)
  }, [run, isUnread, resume, begin])

  const isResumed = useRef(false)
  useEffect(() => {
    if (isResumed.current) return
    isResumed.current = true
    if (run) resume(run)
  }, [run, resume])

  useEffect(() => {
    if (generation && generation !== before.current && run && !run.generation) keep(formatRun({ ...run, generation }))
  }, [generation, run, keep])

  // What the server no longer keeps is forgotten here too.
  useEffect(() => {
    if (phase !== 'unread' || error?.code !== 'not_found' || !run?.generation) return
    keep('')
    reset()
  }, [phase, error, run, keep, reset])

  return { run, view, isRunning, ask, retry }
}
