import type { Answer, GenerationStatus, RecipeRequest, StartRequest, TokenrillError } from '@tokenrill/client'
import type { Connection } from '../connection.js'

/** Where a generation is: nowhere, being started, how it stands, or `unread`: it could not be started or read. */
export type GenerationPhase = 'idle' | 'starting' | GenerationStatus | 'unread'

/** One generation, live. Its functions are the same ones in all views of it. */
export interface GenerationView {
  readonly phase: GenerationPhase
  /** Its id, as soon as it is known: keep it, to `read` it after a reload. */
  readonly generation: string | undefined
  /** What it has said so far; `end` when it has ended. */
  readonly answer: Answer | undefined
  /** Why it is `unread`. */
  readonly error: TokenrillError | undefined
  readonly connection: Connection
  /** Starts one, in the place of any that is shown. Resolves when the server has accepted or refused it; rejects never: `error` says why. */
  start(request: StartRequest): Promise<void>
  /** Runs a recipe that has no stages; otherwise as `start`. */
  run(recipe: string, request?: RecipeRequest): Promise<void>
  /** Reads one from its first event, after a reload for instance. Changes nothing when it is the one that is shown, unless that is `unread`. */
  read(generation: string): void
  /** Stops it, also while it is being started. Silent: the phase becomes `cancelled`. While the server cannot be reached it is told again; rejects never. */
  stop(): Promise<void>
  /** Back to `idle`. What runs at the server goes on there, unread. */
  reset(): void
}
