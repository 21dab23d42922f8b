import type { TokenrillClient } from '@tokenrill/client'
import { SessionStore } from './session-store.js'

const stores = new WeakMap<TokenrillClient, Map<string, SessionStore>>()

/** The one store of a session, for all who show it. It goes when all have left, unless it holds what could not be sent yet. */
export function sessionStore(client: TokenrillClient, id: string, isNew = false): SessionStore {
  const known = stores.get(client) ?? new Map<string, SessionStore>()
  stores.set(client, known)
  const woken = (store: SessionStore) => void (known.has(id) || known.set(id, store))
  const left = (store: SessionStore) => void (store.holdsUnsent || known.get(id) !== store || known.delete(id))
  const store = known.get(id) ?? new SessionStore(client, id, undefined, { woken, left }, isNew)
  known.set(id, store)
  return store
}
