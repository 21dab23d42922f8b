import type { StartedEvent, Stats, TerminalEvent, Usage } from '@tokenrill/client'
import { memo, type ReactNode } from 'react'
import { hrefOf } from '@/shell/route'
import { Age } from '../board/Age'
import { countOf, measured, rateOf } from '@/design/words'

export interface FactsProps {
  readonly started: StartedEvent | undefined
  readonly end: TerminalEvent | undefined
  readonly endedAt: string | undefined
  readonly usage: Usage | undefined
  /** Undefined when it is not known: it has ended. */
  readonly readers: number | undefined
}

const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', hour12: false })

/** What is known of a generation. */
export const Facts = memo(function Facts({ started, end, endedAt, usage, readers }: FactsProps) {
  const stats = end && 'stats' in end ? end.stats : undefined
  const began = started && Date.parse(started.at)
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Session', started?.session && <SessionLink session={started.session} />],
    ['Started', began && time.format(began)],
    ['Ended', endedAt && time.format(Date.parse(endedAt))],
    ['Age', began && !end && <Age since={began} />],
    ['Readers', readers !== undefined && countOf(readers)],
    ['Finish reason', end?.type === 'completed' && end.finish_reason],
    ['Reason', end?.type === 'cancelled' && end.reason],
    ['Superseded by', end?.type === 'superseded' && end.by && <GenerationLink id={end.by} />],
    ['Error', end?.type === 'failed' && <code className="font-mono text-xs">{end.error.code}</code>],
    ...statistics(stats),
    ['Input', usage && `${countOf(usage.input_tokens)} tokens`],
    ['Output', usage && `${countOf(usage.output_tokens)} tokens`],
    ['Reasoning', usage && usage.reasoning_tokens > 0 && `${countOf(usage.reasoning_tokens)} tokens`],
  ]
  return (
    <dl aria-label="Facts" className="flex flex-wrap gap-x-5 gap-y-1 text-sm @md:grid @md:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)] @md:gap-x-3">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name} className="flex min-w-0 gap-2 @md:contents">
              <dt className="text-faint">{name}</dt>
              <dd className="min-w-0 truncate tabular-nums">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
})

const statistics = (stats: Stats | undefined): readonly (readonly [string, ReactNode])[] =>
  stats
    ? [
        ['First token', stats.first_token_ms !== undefined && measured(stats.first_token_ms)],
        ['Duration', measured(stats.duration_ms)],
        ['Speed', stats.tokens_per_second !== undefined && `${rateOf(stats.tokens_per_second)} tokens/s`],
        ['Characters', countOf(stats.characters)],
      ]
    : []

const link = 'text-accent underline underline-offset-2'

function SessionLink({ session }: { readonly session: string }) {
  return (
    <a href={hrefOf('chat', session)} dir="auto" className={link}>
      {session}
    </a>
  )
}

function GenerationLink({ id }: { readonly id: string }) {
  return (
    <a href={hrefOf('streams', id)} className={`${link} font-mono text-xs`}>
      {id}
    </a>
  )
}
