import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { classes } from './classes'

export interface TabsProps<T extends string> {
  /** What the tabs are about: the name of their list. */
  readonly label: string
  readonly tabs: readonly (readonly [T, string])[]
  readonly current: T
  readonly onChange: (tab: T) => void
  /** At the other end of the line. */
  readonly aside?: ReactNode
  /** What the current tab shows. */
  readonly children: ReactNode
}

/** One of several views. The arrow keys go from tab to tab. */
export function Tabs<T extends string>({ label, tabs, current, onChange, aside, children }: TabsProps<T>) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl'
    const forward = isRightToLeft ? 'ArrowLeft' : 'ArrowRight'
    const back = isRightToLeft ? 'ArrowRight' : 'ArrowLeft'
    const step = event.key === forward ? 1 : event.key === back ? -1 : 0
    if (!step) return
    event.preventDefault()
    const next = (tabs.findIndex(([tab]) => tab === current) + step + tabs.length) % tabs.length
    onChange(tabs[next]?.[0] ?? current)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center justify-between gap-2 border-b border-line ps-2 pe-3">
        <div ref={list} role="tablist" aria-label={label} onKeyDown={onKeyDown} className="flex">
          {tabs.map(([tab, name]) => (
            <button
              key={tab}
              id={`${id}-${tab}`}
              type="button"
              role="tab"
              aria-selected={tab === current}
              aria-controls={`${id}-panel`}
              tabIndex={tab === current ? 0 : -1}
              onClick={() => onChange(tab)}
              className={classes(
                'min-h-10 border-b-2 px-3 text-sm font-medium -outline-offset-2 transition-colors pointer-coarse:min-h-11',
                tab === current ? 'border-accent text-accent' : 'border-transparent text-faint hover:text-ink',
              )}
            >
              {name}
            </button>
          ))}
        </div>
        {aside}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${current}`} className="flex min-h-0 flex-1 flex-col">
        {children}
      </div>
    </div>
  )
}
