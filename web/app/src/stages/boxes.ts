import type { Answer, GenerationError, TokenrillError } from '@tokenrill/client'
import type { PipelineView } from '@tokenrill/react'
import { passedText } from './verdict'

/** How a box stands. `stopped`: by a person, here or elsewhere. */
export type BoxState = 'waiting' | 'thinking' | 'filling' | 'done' | 'blocked' | 'failed' | 'stopped'

/** One stage as it is shown. */
export interface Box {
  readonly state: BoxState
  readonly text: string
  /** Why it is blocked, in the model's words. */
  readonly reason?: string
  /** Why it failed; absent when the server went away. */
  readonly error?: GenerationError | TokenrillError
}

/** How many stages `four_stages` has. */
export const boxCount = 4

/** The stage that checks. */
export const safetyStage = 3

const waiting: Box = { state: 'waiting', text: '' }
const thinking: Box = { state: 'thinking', text: '' }

/** The boxes of a pipeline, from the first to the last. */
export function boxesOf(view: Pick<PipelineView, 'phase' | 'stages' | 'end' | 'error'>): readonly Box[] {
  return Array.from({ length: boxCount }, (_, at) => boxOf(view, at + 1))
}

function boxOf({ phase, stages, end, error }: Pick<PipelineView, 'phase' | 'stages' | 'end' | 'error'>, stage: number): Box {
  if (phase === 'idle') return waiting
  const answer = stages.find(one => one.stage === stage)?.answer
  const text = answer ? shownText(stage, answer) : ''
  if (phase === 'starting' || phase === 'active') return answer ? running(answer, text) : stage === current(stages) ? thinking : waiting
  if (stage !== (end?.stage ?? current(stages))) return answer ? { state: 'done', text } : waiting
  switch (phase) {
    case 'completed':
      return { state: 'done', text }
    case 'blocked':
      return { state: 'blocked', text: '', reason: end?.reason ?? '' }
    case 'cancelled':
    case 'superseded':
      return { state: 'stopped', text }
    default: {
      const cause = error ?? end?.error ?? (answer?.end?.type === 'failed' ? answer.end.error : undefined)
      return { state: 'failed', text, ...(cause && { error: cause }) }
    }
  }
}

function running(answer: Answer, text: string): Box {
  if (answer.end?.type === 'completed') return { state: 'done', text }
  return text ? { state: 'filling', text } : thinking
}

const shownText = (stage: number, { text }: Answer): string => (stage === safetyStage ? passedText(text) : text)

/** The stage that is at work, or about to be: the one behind the last, once that is complete. */
function current(stages: PipelineView['stages']): number {
  const last = stages.at(-1)
  if (!last) return 1
  return last.answer.end?.type === 'completed' ? Math.min(last.stage + 1, boxCount) : last.stage
}
