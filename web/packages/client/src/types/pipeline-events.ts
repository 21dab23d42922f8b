import type { GenerationError, GenerationEvent } from './events.js'

/** The next stage begins. The events of its generation follow. */
export interface StageEvent {
  readonly type: 'stage'
  /** Which, from 1. */
  readonly stage: number
  /** Of how many. */
  readonly of: number
  readonly recipe: string
  readonly generation: string
}

/** The end of a pipeline; there is exactly one, and it is the last. */
export interface PipelineEndedEvent {
  readonly type: 'pipeline'
  readonly status: 'completed' | 'blocked' | 'failed' | 'cancelled' | 'superseded' | 'interrupted'
  /** The last stage that ran, from 1. */
  readonly stage: number
  /** Why it was blocked. */
  readonly reason?: string
  /** The last stage's answer, when all completed. */
  readonly text?: string
  readonly error?: GenerationError
}

/** An event of a pipeline, told apart by `type`. */
export type PipelineEvent = StageEvent | PipelineEndedEvent | GenerationEvent
