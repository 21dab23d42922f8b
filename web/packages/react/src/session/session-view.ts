import type { SendRequest, TokenrillError } from '@tokenrill/client'
import type { Connection } from '../connection.js'
import type { LiveMessage } from './live-message.js'

/** How what is said is to be answered. */
export type SendOptions = Omit<SendRequest, 'content'>

/** A session, live. Its functions are the same ones in all views of it. */
export interface SessionView {
  /** Oldest first; those on their way to the server are among them. The same list while they are the same. */
  readonly messages: readonly LiveMessage[]
  readonly title: string | undefined
  /** Whether its messages are loaded for the first time. */
  readonly isLoading: boolean
  /** Whether it was deleted while it was followed. What it said stays shown. */
  readonly isGone: boolean
  /** Why it could not be loaded or followed: a key that is wrong, a server that stayed away. `reload` tries again. */
  readonly error: TokenrillError | undefined
  readonly connection: Connection
  /** The answer that is being written, the newest if there are several. */
  readonly active: LiveMessage | undefined
  /**
   * Says something; a session that does not exist is created. It is shown at once. Resolves when the server has accepted or refused it;
   * rejects never: what is `unsent` says why in its `error`. An answer that is being written is superseded, unless `on_busy` says otherwise.
   * @throws TypeError when `useSession` was given no id.
   */
  send(content: string, options?: SendOptions): Promise<void>
  /**
   * Stops the answer that is being written, also before its first token and while its question is on its way. Silent: it becomes `cancelled`.
   * While the server cannot be reached it is told again; rejects never.
   */
  stop(): Promise<void>
  /**
   * Asks the last message of the user again. One that is `unsent` is sent again, as the same one; any other is said again as a new message, with
   * the options it had if it was said here. `options` replace those of the same name. Otherwise as `send`.
   */
  retry(options?: SendOptions): Promise<void>
  /** Loads and follows it anew, after an `error`. */
  reload(): void
}
