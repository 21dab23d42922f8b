import { useCallback, useState } from 'react'

/** A text that the browser keeps for this page, as far as it lets us. */
export const stored = {
  get(name: string): string | undefined {
    try {
      return localStorage.getItem(`tokenrill.${name}`) ?? undefined
    } catch {
      return undefined
    }
  },
  set(name: string, value: string | undefined): void {
    try {
      if (value === undefined) localStorage.removeItem(`tokenrill.${name}`)
      else localStorage.setItem(`tokenrill.${name}`, value)
    } catch {
      // A browser that keeps nothing: it holds until the page goes.
    }
  },
}

/** State that is there again after a reload. */
export function useStored(name: string, initial = ''): readonly [string, (value: string) => void] {
  const [value, setValue] = useState(() => stored.get(name) ?? initial)
  const set = useCallback(
    (next: string) => {
      setValue(next)
      stored.set(name, next || undefined)
    },
    [name],
  )
  return [value, set]
}
