import type { Views } from '../stores/store.js'
import type { SessionView } from './session-view.js'
import type { SignalsView } from './signals-store.js'

const refuse = (): never => {
  throw new TypeError('There is no session to do this in: the hook needs the id of one.')
}

const still = <V>(view: V): Views<V> => ({ subscribe: () => () => {}, getView: () => view })

/** What is shown while no session is chosen. */
export const noSession = still<SessionView>({
  messages: [],
  title: undefined,
  isLoading: false,
  isGone: false,
  error: undefined,
  connection: 'open',
  active: undefined,
  send: refuse,
  stop: async () => {},
  retry: refuse,
  reload: () => {},
})

/** Its signals. */
export const noSignals = still<SignalsView>({ signals: [], dismiss: refuse })
