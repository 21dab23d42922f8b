import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes'

const tones = {
  info: { look: 'border-line bg-sunk text-ink', icon: Info, tint: 'text-accent' },
  warn: { look: 'border-transparent bg-warn-soft text-ink', icon: TriangleAlert, tint: 'text-warn' },
  bad: { look: 'border-transparent bg-bad-soft text-ink', icon: CircleAlert, tint: 'text-bad' },
}

export interface NoticeProps {
  readonly tone?: keyof typeof tones
  readonly children: ReactNode
  /** What can be done about it. */
  readonly action?: ReactNode
  /** The error's id: whoever reports it is found in the server's log. */
  readonly id?: string | undefined
  readonly className?: string
}

/** Something to know, or that went wrong; read out at once when it is `bad`. */
export function Notice({ tone = 'info', children, action, id, className }: NoticeProps) {
  const { look, icon: Icon, tint } = tones[tone]
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={classes('flex items-start gap-2.5 rounded-lg border px-3 py-2.5 text-sm', look, className)}>
      <Icon aria-hidden className={classes('mt-0.5 size-4 shrink-0', tint)} />
      <div className="min-w-0 flex-1">
        <p dir="auto">{children}</p>
        {id && <p className="mt-0.5 font-mono text-xs text-faint">{id}</p>}
      </div>
      {action}
    </div>
  )
}
