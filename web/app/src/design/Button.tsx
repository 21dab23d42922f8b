import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classes } from './classes'

const variants = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-line bg-paper text-ink hover:border-accent hover:text-accent',
  quiet: 'text-faint hover:bg-sunk hover:text-ink',
  danger: 'border border-line bg-paper text-bad hover:border-bad hover:bg-bad-soft',
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** How much it asks for: one `primary` on a page at most. Default: `plain`. */
  readonly variant?: keyof typeof variants
  readonly icon?: ReactNode
}

/** A button with words. */
export function Button({ variant = 'plain', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classes(
        'inline-flex min-h-9 items-center justify-center gap-2 rounded-lg px-3.5 text-sm font-medium whitespace-nowrap transition-colors',
        'disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:min-h-11',
        variants[variant],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  )
}
