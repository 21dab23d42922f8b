import type { Model } from '@tokenrill/client'
import { createContext, useContext } from 'react'
import { useStored } from './stored'

/** The models that the server offers, and its aliases. */
export const ModelsContext = createContext<readonly Model[]>([])

export const useModels = (): readonly Model[] => useContext(ModelsContext)

/** The alias that every server has. */
export const defaultModel = 'default'

/** The model chosen for one purpose, kept over reloads; one that the server does not offer any more counts as not chosen. */
export function useChosenModel(purpose: string, otherwise = defaultModel): readonly [string, (model: string) => void] {
  const models = useModels()
  const [chosen, choose] = useStored(`model.${purpose}`)
  return [models.some(model => model.id === chosen) ? chosen : otherwise, choose]
}

/** Whether there is no model but simulated ones: nobody has configured a provider yet. */
export const areSimulated = (models: readonly Model[]): boolean => models.every(({ id }) => id.startsWith('sim/') || !id.includes('/'))

/** Models by who offers them, aliases first. */
export function groupModels(models: readonly Model[]): readonly (readonly [string, readonly Model[]])[] {
  const groups = new Map<string, Model[]>()
  for (const model of models) {
    const slash = model.id.indexOf('/')
    const group = slash < 0 ? 'Aliases' : model.id.slice(0, slash)
    groups.set(group, [...(groups.get(group) ?? []), model])
  }
  return [...groups].sort(([a], [b]) => Number(b === 'Aliases') - Number(a === 'Aliases'))
}
