import { type ReactNode, useId } from 'react'
import { classes } from './classes'

/** What a text field or a select looks like. */
export const control =
  'w-full rounded-lg border border-line bg-paper px-3 py-2 text-sm text-ink placeholder:text-faint hover:border-faint aria-invalid:border-bad disabled:opacity-50 pointer-coarse:min-h-11 pointer-coarse:text-base'

export interface FieldProps {
  readonly label: string
  /** Below the control, in small. */
  readonly hint?: ReactNode
  /** What is wrong with what is entered; it stands in place of the hint. */
  readonly error?: string | undefined
  /** The label is only for screen readers: what it is can be seen. */
  readonly isLabelHidden?: boolean
  readonly className?: string
  /** Renders the control, with the id that its label points to. */
  readonly children: (attributes: { readonly id: string; readonly 'aria-describedby'?: string; readonly 'aria-invalid'?: true }) => ReactNode
}

/** A labelled control. */
export function Field({ label, hint, error, isLabelHidden, className, children }: FieldProps) {
  const id = useId()
  return (
    <div className={classes('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium text-faint'}>
        {label}
      </label>
      {children({ id, ...(error || hint ? { 'aria-describedby': `${id}-hint` } : {}), ...(error ? { 'aria-invalid': true } : {}) })}
      {(error || hint) && (
        <p id={`${id}-hint`} className={classes('text-xs', error ? 'text-bad' : 'text-faint')}>
          {error || hint}
        </p>
      )}
    </div>
  )
}
