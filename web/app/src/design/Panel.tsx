import type { ReactNode } from 'react'
import { classes } from './classes'

/** A sheet of paper on the ground, with a heading where it needs one. */
export function Panel({ title, aside, children, className }: { readonly title?: string; readonly aside?: ReactNode; readonly children: ReactNode; readonly className?: string }) {
  return (
    <section className={classes('flex min-w-0 flex-col rounded-2xl border border-line bg-paper', className)}>
      {title && (
        <header className="flex min-h-12 items-center justify-between gap-3 border-b border-line px-4 py-1.5">
          <h2 className="font-semibold">{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  )
}
