import type { TokenrillClient } from '@tokenrill/client'
import { useState, useSyncExternalStore } from 'react'
import { useTokenrill } from './provider.js'
import type { Views } from './stores/store.js'

/** What a store shows. */
export const useView = <V>(store: Views<V>): V => useSyncExternalStore(store.subscribe, store.getView, store.getView)

/** A store of this component's own; another one when the client is another. */
export function useOwnStore<S>(make: (client: TokenrillClient) => S): S {
  const client = useTokenrill()
  const [own, setOwn] = useState(() => ({ client, store: make(client) }))
  if (own.client === client) return own.store
  const other = { client, store: make(client) }
  setOwn(other)
  return other.store
}
