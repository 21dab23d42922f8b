import { classes } from '@/design/classes'

/** The line from one box to the next: quiet, passing text on, or passed. */
export function Connector({ state }: { readonly state: 'quiet' | 'passing' | 'passed' }) {
  return (
    <span aria-hidden className={classes('relative w-1 flex-1 overflow-hidden rounded-full transition-colors duration-700', state === 'passed' ? 'bg-accent' : 'bg-line')}>
      {state === 'passing' && <span className="absolute inset-0 animate-flow bg-linear-to-b from-transparent from-30% via-accent to-transparent to-70%" />}
    </span>
  )
}
