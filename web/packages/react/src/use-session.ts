import { useTokenrill } from './provider.js'
import { sessionStore } from './session/registry.js'
import type { SessionView } from './session/session-view.js'
import { noSession } from './session/no-session.js'
import { useView } from './use-store.js'

/**
 * A session, live: its messages, and its answers while they are written. All who show the same one share its connections.
 * @param id The session; one that does not exist is empty, and created by the first `send`. Undefined: an empty view, whose `send` and `retry` throw.
 */
export function useSession(id: string | undefined): SessionView {
  const client = useTokenrill()
  return useView(id === undefined ? noSession : sessionStore(client, id))
}
