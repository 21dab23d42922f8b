import { useCallback } from 'react'
import { useStored } from '@/shell/stored'
import { own, styles } from './styles'

const asksForLessMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches

/** What the person wrote and chose on this page, kept over reloads. */
export function usePreferences() {
  const [idea, setIdea] = useStored('stages.idea')
  const [chosen, setStyle] = useStored('stages.style')
  const [ownStyle, setOwnStyle] = useStored('stages.own')
  const [rules, setRules] = useStored('stages.rules')
  const [typewriter, setTypewriter] = useStored('stages.typewriter', asksForLessMotion() ? 'off' : 'on')
  const setTyping = useCallback((isOn: boolean) => setTypewriter(isOn ? 'on' : 'off'), [setTypewriter])
  const style = chosen === own || styles.some(({ id }) => id === chosen) ? chosen : styles[0].id
  return { idea, setIdea, style, setStyle, ownStyle, setOwnStyle, rules, setRules, isTyping: typewriter === 'on', setTyping }
}
