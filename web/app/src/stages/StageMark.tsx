import { Check, CircleAlert, Square, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '@/design/classes'
import type { BoxState } from './boxes'

const marks: Readonly<Record<BoxState, string>> = {
  waiting: 'border-line text-faint',
  thinking: 'border-accent text-accent',
  filling: 'border-accent text-accent',
  done: 'border-accent bg-accent text-on-accent',
  blocked: 'border-warn bg-warn-soft text-warn',
  failed: 'border-bad bg-bad-soft text-bad',
  stopped: 'border-faint text-faint',
}

/** Beside a box: its number, or how it ended. */
export function StageMark({ state, stage }: { readonly state: BoxState; readonly stage: number }) {
  return (
    <span className={classes('grid size-9 shrink-0 place-items-center rounded-full border-2 text-lg font-semibold transition-colors duration-500 sm:size-11', marks[state])}>
      {signs[state] ?? stage}
    </span>
  )
}

const signs: Readonly<Partial<Record<BoxState, ReactNode>>> = {
  done: <Check aria-hidden className="size-5 animate-appear stroke-3 sm:size-6" />,
  blocked: <CircleAlert aria-hidden className="size-5 sm:size-6" />,
  failed: <X aria-hidden className="size-5 sm:size-6" />,
  stopped: <Square aria-hidden className="size-4" />,
}
