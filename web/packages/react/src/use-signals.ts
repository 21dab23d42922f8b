import { useTokenrill } from './provider.js'
import { noSignals } from './session/no-session.js'
import { sessionStore } from './session/registry.js'
import type { SignalsView } from './session/signals-store.js'
import { useView } from './use-store.js'

/**
 * The signals of a session, live, over the same connection as `useSession`.
 * @param id The session. Undefined: no signals, and `dismiss` throws.
 */
export function useSignals(id: string | undefined): SignalsView {
  const client = useTokenrill()
  return useView(id === undefined ? noSignals : sessionStore(client, id).signals)
}
