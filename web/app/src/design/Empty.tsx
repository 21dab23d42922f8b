import type { ReactNode } from 'react'

/** What stands where nothing is yet: what will be here, and how to begin. */
export function Empty({ icon, title, children }: { readonly icon: ReactNode; readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="m-auto flex max-w-md flex-col items-center gap-2 p-6 text-center">
      <span className="mb-1 grid size-12 place-items-center rounded-2xl bg-accent-soft text-accent [&_svg]:size-6">{icon}</span>
      <p className="font-semibold">{title}</p>
      {children && <div className="text-sm text-faint">{children}</div>}
    </div>
  )
}
