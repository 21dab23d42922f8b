import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import type { Row } from './board'
import { rowLink } from './BoardRow'

/** When the row goes that has the focus, the one in its place gets it; the box around them when there is none. Gives the box's handlers. */
export function useRowFocus(box: RefObject<HTMLElement | null>, rows: readonly Row[]) {
  const focused = useRef<number>(undefined)
  const before = useRef(rows)

  useLayoutEffect(() => {
    const index = focused.current
    const id = index === undefined ? undefined : before.current[index]?.id
    before.current = rows
    if (id === undefined) return
    const now = rows.findIndex(row => row.id === id)
    focused.current = now < 0 ? undefined : now
    if (now >= 0 || document.activeElement !== document.body) return
    const next = rows[Math.min(index ?? 0, rows.length - 1)]
    const target = next ? document.getElementById(rowLink(next.id)) : box.current
    target?.focus({ preventScroll: true })
  }, [box, rows])

  return {
    onFocus: (event: FocusEvent) => {
      const row = event.target.closest('tbody tr')
      focused.current = row instanceof HTMLTableRowElement ? row.sectionRowIndex : undefined
    },
    onBlur: () => {
      focused.current = undefined
    },
  }
}
