import { memo } from 'react'
import { classes } from '@/design/classes'
import { Thinking } from '@/design/Thinking'
import { useFollowEnd } from '@/design/useFollowEnd'
import type { Box, BoxState } from './boxes'
import { Connector } from './Connector'
import { BoxEnd, type EndActions } from './ends/BoxEnd'
import { StageMark } from './StageMark'
import { type StageWords, stateWords } from './words'

export interface StageBoxProps extends Box {
  /** From 1. */
  readonly stage: number
  readonly words: StageWords
  /** The line to the next box; undefined of the last one. */
  readonly line: 'quiet' | 'passing' | 'passed' | undefined
  readonly actions: EndActions
}

const looks: Readonly<Record<BoxState, string>> = {
  waiting: 'border-dashed border-line text-faint',
  thinking: 'border-accent bg-paper',
  filling: 'border-accent bg-paper',
  done: 'border-line bg-paper',
  blocked: 'border-warn bg-warn-soft',
  failed: 'border-bad bg-bad-soft',
  stopped: 'border-line bg-sunk',
}

/** One stage: what it will do, that it thinks, what it writes, and how it ended. */
export const StageBox = memo(function StageBox({ stage, words, line, actions, ...box }: StageBoxProps) {
  const { state, text } = box
  const isReady = state === 'done' && line === undefined
  const hasEnd = isReady || state === 'blocked' || state === 'failed' || state === 'stopped'
  const end = useFollowEnd<HTMLDivElement>(`${state}${text.length}${hasEnd && actions.instead}`, state !== 'waiting')
  return (
    <li aria-current={state === 'thinking' || state === 'filling' ? 'step' : undefined} className="flex gap-3 sm:gap-4">
      <div className="flex w-9 shrink-0 flex-col items-center gap-1.5 pt-2 sm:w-11">
        <StageMark state={state} stage={stage} />
        {line && <Connector state={line} />}
      </div>
      <article
        aria-label={words.title}
        className={classes(
          'mb-4 min-w-0 flex-1 rounded-2xl border-2 px-4 py-3 transition-colors duration-500 sm:px-5 sm:py-4',
          isReady ? 'border-accent bg-accent-soft' : looks[state],
        )}
      >
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <h3 className="text-lg font-semibold sm:text-xl">{words.title}</h3>
          <span className={classes('text-sm', state === 'blocked' ? 'text-warn' : state === 'failed' ? 'text-bad' : 'text-faint')}>{stateWords[state]}</span>
        </div>
        {state === 'waiting' && <p className="mt-1">{words.before}</p>}
        {state === 'thinking' && (
          <p className="mt-1 flex flex-wrap items-center gap-x-3 text-faint">
            {words.during} <Thinking />
          </p>
        )}
        {text && (
          <>
            {(state === 'filling' || state === 'done') && <p className="mt-1 text-faint">{words.after}</p>}
            <p dir="auto" className="mt-2 text-lg leading-relaxed wrap-anywhere whitespace-pre-wrap sm:text-xl sm:leading-relaxed 2xl:text-2xl 2xl:leading-relaxed">
              {text}
            </p>
          </>
        )}
        {hasEnd && (
          <div className="mt-3 flex flex-col gap-3">
            <BoxEnd {...box} actions={actions} />
          </div>
        )}
        <div ref={end} className="h-px scroll-mb-8" />
      </article>
    </li>
  )
})
