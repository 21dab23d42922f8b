import type { Answer, PipelineEndedEvent, RecipeRequest, TokenrillError } from '@tokenrill/client'
import type { Connection } from '../connection.js'

/** One stage of a pipeline, and what it has answered so far. */
export interface PipelineStage {
  /** Which, from 1. */
  readonly stage: number
  /** Of how many. */
  readonly of: number
  readonly recipe: string
  readonly generation: string
  /** `end` when it has ended. */
  readonly answer: Answer
}

/** Where a pipeline is: nowhere, being started, running, how it ended, or `unread`: it could not be started or read. */
export type PipelinePhase = 'idle' | 'starting' | 'active' | PipelineEndedEvent['status'] | 'unread'

/** One run of a pipeline, live. Its functions are the same ones in all views of it. */
export interface PipelineView {
  readonly phase: PipelinePhase
  /** Those that have begun, in their order. One that has ended stays the same object. */
  readonly stages: readonly PipelineStage[]
  /** How it ended; undefined while it has not. */
  readonly end: PipelineEndedEvent | undefined
  /** Why it is `unread`. */
  readonly error: TokenrillError | undefined
  readonly connection: Connection
  /** Runs one, in the place of any that is shown. Resolves when the server has accepted or refused it; rejects never: `error` says why. */
  run(recipe: string, request?: RecipeRequest): Promise<void>
  /** Stops the stage that runs and with it the pipeline. Silent: the phase becomes `cancelled`. While the server cannot be reached it is told again; rejects never. */
  stop(): Promise<void>
  /** Back to `idle`. What runs at the server goes on there, unread. */
  reset(): void
}
