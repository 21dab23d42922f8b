import { useEffect } from 'react'
import { GenerationStore } from './generation/generation-store.js'
import type { GenerationView } from './generation/generation-view.js'
import { useOwnStore, useView } from './use-store.js'

/**
 * One generation, live: started or read by this component. What it started goes on at the server when the component leaves.
 * @param generation Reads this one, from its first event; another one when the id changes.
 */
export function useGeneration(generation?: string): GenerationView {
  const store = useOwnStore(client => {
    const made = new GenerationStore(client)
    if (generation !== undefined) made.read(generation)
    return made
  })
  useEffect(() => {
    if (generation !== undefined) store.read(generation)
  }, [store, generation])
  return useView(store)
}
