import type { Answer, Stats } from '@tokenrill/client'
import type { GenerationPhase } from '@tokenrill/react'
import { countOf, measured, rateOf } from '@/design/words'

/** What is to be said of a result that is not simply complete. */
export interface Outcome {
  readonly tone: 'info' | 'warn'
  readonly words: string
}

const kept = 'What was said until then stays here.'

/** What became of a generation, where it needs saying and is no error of its own. */
export function outcomeOf(phase: GenerationPhase, answer: Answer | undefined): Outcome | undefined {
  const stays = answer?.text ? ` ${kept}` : ''
  if (phase === 'cancelled') return { tone: 'info', words: `Stopped.${stays}` }
  if (phase === 'superseded') return { tone: 'info', words: `Something newer took its place.${stays}` }
  if (phase === 'interrupted') return { tone: 'warn', words: `The server went away in the middle of it.${stays}` }
  if (answer?.end?.type !== 'completed') return undefined
  if (answer.end.finish_reason === 'length') return { tone: 'warn', words: 'The model reached its longest answer, so the end is missing.' }
  if (answer.end.finish_reason === 'content_filter') return { tone: 'warn', words: 'The provider’s filter ended the answer.' }
  return answer.text.trim() ? undefined : { tone: 'warn', words: 'The model said nothing.' }
}

/** What is read out when something changed; never the text itself, which would be read a piece at a time. */
export function announcementOf(phase: GenerationPhase, label: string): string {
  const words: Partial<Record<GenerationPhase, string>> = {
    starting: `${label}: started`,
    active: `${label}: started`,
    completed: `${label}: done`,
    cancelled: `${label}: stopped`,
    interrupted: `${label}: interrupted`,
  }
  return words[phase] ?? ''
}

/** The statistics in a line; empty when nothing was said. */
export function statisticsOf(stats: Stats | undefined): string {
  if (!stats?.characters) return ''
  const { first_token_ms: first, tokens_per_second: rate, duration_ms: duration, characters } = stats
  return [
    first !== undefined && `First token after ${measured(first)}`,
    rate !== undefined && `${rateOf(rate)} tokens a second`,
    `${countOf(characters)} characters in ${measured(duration)}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
