import { useSyncExternalStore } from 'react'
import { stored } from './stored'

/** Light, dark, or as the system says. */
export type Theme = 'light' | 'dark' | 'system'

const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const chosen = (): Theme => {
  const theme = stored.get('theme')
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

function apply(): void {
  const theme = chosen()
  document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
  for (const listener of listeners) listener()
}

/** From now on the page looks as was chosen, and follows the system when nothing was. */
export function beginTheme(): void {
  dark.addEventListener('change', apply)
  apply()
}

export function chooseTheme(theme: Theme): void {
  stored.set('theme', theme === 'system' ? undefined : theme)
  apply()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, chosen)
