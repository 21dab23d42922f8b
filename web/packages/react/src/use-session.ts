import { useTokenrill } from './provider.js'
import { sessionStore } from './session/registry.js'
import type { SessionView } from './session/session-view.js'
import { noSession } from './session/no-session.js'
import { useView } from './use-store.js'

/**
 * A session, live: its messages, and its answers while they are written. All who show the same one share its connections.
 * @param id The session; one that does not exist is empty, and created by the first `send`. Undefined: an empty view, whose `send` and `retry` throw.
 * @param options `isNew`: it is known not to exist yet, so the server is not asked for it before the first `send`. Default: false.
 */
export function useSession(id: string | undefined, { isNew = false }: { readonly isNew?: boolean } = {}): SessionView {
  const client = useTokenrill()
  return useView(id === undefined ? noSession : sessionStore(client, id, isNew))
}
