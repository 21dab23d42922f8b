import type { RecipeRequest } from '@tokenrill/client'

/** A run of the pipeline as it is kept while it runs: the same body again tells the same generations. */
export interface StagesRun {
  readonly body: RecipeRequest & { readonly idempotency_key: string }
  /** When it began, in milliseconds since 1970. */
  readonly at: number
}

/** For how long, in milliseconds, a run is gone on with: no longer than four stages can take. Later it would begin anew, unasked. */
const patience = 40 * 60_000

/** What the person chose, as a body. What is left empty is what the recipe has for it. */
export function bodyOf(idea: string, style: string, rules: string, model: string, key: string): StagesRun['body'] {
  const variables = { text: idea, ...(style.trim() && { style_prompt: style }), ...(rules.trim() && { context: rules }) }
  return { variables, model, idempotency_key: key }
}

export const formatRun = (run: StagesRun): string => JSON.stringify(run)

/** The run that was kept; undefined when none was, or when it was too long ago. */
export function parseRun(kept: string, now: number): StagesRun | undefined {
  const run = parse(kept)
  const isRun = typeof run?.at === 'number' && now - run.at <= patience && typeof run.body?.idempotency_key === 'string' && typeof run.body.variables?.text === 'string'
  return isRun ? (run as StagesRun) : undefined
}

function parse(kept: string): Partial<StagesRun> | null {
  try {
    return JSON.parse(kept || 'null') as Partial<StagesRun> | null
  } catch {
    return null
  }
}
