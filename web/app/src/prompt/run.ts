import type { RecipeRequest } from '@tokenrill/client'
import { type ActionName, actions } from './actions'

/** One run of a recipe on a draft: what was asked for, and where its answer is read after a reload. */
export interface PromptRun {
  readonly recipe: ActionName
  readonly draft: string
  readonly taskType: string
  readonly model: string
  /** The idempotency key: asked again with it, it is the same generation. */
  readonly key: string
  /** When it was asked for, in milliseconds since 1970. */
  readonly at: number
  /** Unknown until the server has accepted it. */
  readonly generation?: string
}

/** For how long, in milliseconds, a run that no server is known to have accepted is asked for again. Later nobody waits for it. */
const patience = 60_000

/** The body that asks for it; the same one whenever it is asked. */
export const requestOf = ({ draft, taskType, model, key }: PromptRun): RecipeRequest => ({
  variables: { prompt: draft, ...(taskType && { task_type: taskType }) },
  model,
  idempotency_key: key,
})

export const formatRun = (run: PromptRun): string => JSON.stringify(run)

/** The run that was kept; undefined when none was, or when nothing can be made of it any more. */
export function parseRun(kept: string, now: number): PromptRun | undefined {
  const run = parse(kept)
  if (!run || !actions.some(action => action.recipe === run.recipe)) return undefined
  if (![run.draft, run.taskType, run.model, run.key].every(text => typeof text === 'string') || typeof run.at !== 'number') return undefined
  if (run.generation === undefined && now - run.at > patience) return undefined
  return run as PromptRun
}

function parse(kept: string): Partial<PromptRun> | undefined {
  try {
    return kept ? (JSON.parse(kept) as Partial<PromptRun>) : undefined
  } catch {
    return undefined
  }
}
