import type { LiveMessage } from '@tokenrill/react'
import { measured, rateOf } from '@/design/words'

/** The small line below an answer: model, first token, tokens a second, how long it took. Empty when nothing is known. */
export function statisticsOf({ model, stats }: Pick<LiveMessage, 'model' | 'stats'>): string {
  if (!stats) return model ?? ''
  const { first_token_ms: first, tokens_per_second: rate, duration_ms: duration } = stats
  return [model, first !== undefined && `first token ${measured(first)}`, rate !== undefined && `${rateOf(rate)} tokens/s`, measured(duration)].filter(Boolean).join(' · ')
}
