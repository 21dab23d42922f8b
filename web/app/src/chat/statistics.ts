import type { LiveMessage } from '@tokenrill/react'

/** The small line below an answer: model, first token, tokens a second, how long it took. Empty when nothing was measured. */
export function statisticsOf({ model, stats }: Pick<LiveMessage, 'model' | 'stats'>): string {
  if (!stats) return model ?? ''
  const { first_token_ms, tokens_per_second, duration_ms } = stats
  return [
    model,
    first_token_ms !== undefined && `first token ${duration(first_token_ms)}`,
    tokens_per_second !== undefined && `${tokens_per_second.toFixed(tokens_per_second < 10 ? 1 : 0)} tokens/s`,
    duration(duration_ms),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Milliseconds as people say them: `420 ms`, `4.2 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
