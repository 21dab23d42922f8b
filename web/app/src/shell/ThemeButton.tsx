import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '@/design/IconButton'
import { chooseTheme, type Theme, useTheme } from './theme'

const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const icons = { system: Monitor, light: Sun, dark: Moon }
const words = { system: 'as the system', light: 'light', dark: 'dark' }

/** Goes through the looks: as the system, light, dark. */
export function ThemeButton() {
  const theme = useTheme()
  const Icon = icons[theme]
  return <IconButton label={`Look: ${words[theme]}. Change to ${words[next[theme]]}`} icon={<Icon aria-hidden />} onClick={() => chooseTheme(next[theme])} />
}
