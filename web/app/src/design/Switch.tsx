import { classes } from './classes'

export interface SwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly className?: string
}

/** Turns something on or off at once. */
export function Switch({ label, isOn, onChange, className }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      onClick={() => onChange(!isOn)}
      className={classes('inline-flex min-h-9 items-center gap-2 rounded-lg px-1.5 text-sm font-medium text-faint transition-colors hover:text-ink pointer-coarse:min-h-11', className)}
    >
      <span aria-hidden className={classes('inline-flex h-5 w-9 shrink-0 rounded-full border p-0.5 transition-colors', isOn ? 'justify-end border-accent bg-accent' : 'justify-start border-faint bg-sunk')}>
        <span className={classes('aspect-square h-full rounded-full', isOn ? 'bg-on-accent' : 'bg-faint')} />
      </span>
      {label}
    </button>
  )
}
