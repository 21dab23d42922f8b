import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { classes } from './classes'

export interface Tab<T extends string> {
  readonly id: T
  readonly label: string
  readonly isDisabled?: boolean
}

export interface TabsProps<T extends string> {
  /** What they are tabs of: their accessible name. */
  readonly label: string
  readonly tabs: readonly Tab<T>[]
  readonly chosen: T
  readonly onChoose: (id: T) => void
  /** Renders the row of tabs and the panel of the chosen one where they belong. */
  readonly children: (row: ReactNode, panel: { readonly role: 'tabpanel'; readonly id: string; readonly 'aria-labelledby': string }) => ReactNode
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

/** Tabs: one stop for the Tab key, the arrows choose between them. */
export function Tabs<T extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<T>) {
  const id = useId()
  const row = useRef<HTMLDivElement>(null)

  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const open = tabs.filter(tab => !tab.isDisabled)
    const at = open.findIndex(tab => tab.id === chosen)
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl'
    const step = (steps[event.key] ?? 0) * (isRightToLeft ? -1 : 1)
    const next = event.key === 'Home' ? open[0] : event.key === 'End' ? open.at(-1) : step ? open[(at + step + open.length) % open.length] : undefined
    if (!next) return
    event.preventDefault()
    onChoose(next.id)
    row.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }

  const list = (
    <div ref={row} role="tablist" aria-label={label} onKeyDown={walk} className="flex gap-1 self-stretch">
      {tabs.map(tab => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${id}-${tab.id}`}
          data-tab={tab.id}
          aria-selected={tab.id === chosen}
          aria-controls={`${id}-panel`}
          tabIndex={tab.id === chosen ? 0 : -1}
          disabled={tab.isDisabled}
          onClick={() => onChoose(tab.id)}
          className={classes(
            'rounded-lg px-3 py-1.5 text-sm font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:min-h-11',
            tab.id === chosen ? 'bg-accent-soft text-accent' : 'text-faint enabled:hover:bg-sunk enabled:hover:text-ink',
          )}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
  return <>{children(list, { role: 'tabpanel', id: `${id}-panel`, 'aria-labelledby': `${id}-${chosen}` })}</>
}
