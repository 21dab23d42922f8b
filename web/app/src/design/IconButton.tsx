import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classes } from './classes'

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** What it does: its accessible name, and its tooltip. */
  readonly label: string
  readonly icon: ReactNode
  /** Default: `quiet`. */
  readonly variant?: 'quiet' | 'primary' | 'danger'
}

const variants = {
  quiet: 'text-faint hover:bg-sunk hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent',
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  danger: 'text-faint hover:bg-bad-soft hover:text-bad',
}

/** A button that is only an icon. */
export function IconButton({ label, icon, variant = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(
        'inline-grid size-8 shrink-0 place-items-center rounded-lg transition-colors [&_svg]:size-4.5',
        'disabled:cursor-not-allowed disabled:opacity-40 pointer-coarse:size-11',
        variants[variant],
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  )
}
