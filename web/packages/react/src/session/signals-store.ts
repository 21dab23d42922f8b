import type { SessionEvent, Signal, TokenrillClient } from '@tokenrill/client'
import type { Environment } from '../stores/environment.js'
import { persist } from '../stores/persist.js'
import { Store } from '../stores/store.js'

/** The signals of a session, live. */
export interface SignalsView {
  /** Oldest first; those that were dismissed are among them, marked. */
  readonly signals: readonly Signal[]
  /** Marks one as of no use. Rejects with TokenrillError when the server cannot be told. */
  dismiss(signal: string): Promise<void>
}

/** What a session tells its signals. */
export interface SignalsSource {
  /** Whether the session is there and was listed. */
  readonly isListed: boolean
  /** Keeps its log going, until what is returned is called. */
  readonly subscribe: (listener: () => void) => () => void
}

/** The signals of a session: listed once, and from then on told by the session's log. */
export class SignalsStore extends Store<SignalsView> {
  #signals: readonly Signal[] = []
  /** What was dismissed stays so, also when a list says otherwise that was made before. */
  readonly #dismissed = new Set<string>()
  #listing: AbortController | undefined
  #isListed = false
  #leave: (() => void) | undefined

  constructor(
    private readonly client: TokenrillClient,
    private readonly id: string,
    private readonly session: SignalsSource,
    environment: Environment,
  ) {
    super(environment)
  }

  readonly dismiss = async (signal: string): Promise<void> => {
    await this.client.sessions.dismiss(this.id, signal)
    this.#mark(signal)
    this.changed(true)
  }

  /** An event of the session's log. */
  take(event: SessionEvent): void {
    if (event.type === 'signal.created') this.#merge([...this.#signals, event.signal])
    else if (event.type === 'signal.dismissed') this.#mark(event.signal_id)
    else return
    this.changed()
  }

  /** The session was listed: for the first time, or because events are missing. */
  listed(): void {
    this.#isListed = false
    if (this.isAwake) void this.#list()
  }

  protected override render(): SignalsView {
    return { signals: this.#signals, dismiss: this.dismiss }
  }

  protected override wake(): void {
    this.#leave ??= this.session.subscribe(() => {})
    if (this.session.isListed && !this.#isListed && !this.#listing) void this.#list()
  }

  protected override sleep(why: 'hidden' | 'left'): void {
    // The session sees for itself that the page is hidden.
    if (why === 'hidden') return
    this.#listing?.abort()
    this.#listing = undefined
    this.#leave?.()
    this.#leave = undefined
  }

  protected override hurry(): void {}

  async #list(): Promise<void> {
    this.#listing?.abort()
    const { signal } = (this.#listing = new AbortController())
    try {
      const { data = [] } = await persist(this.environment, { signal }, () => this.client.sessions.signals(this.id, { signal }))
      if (signal.aborted) return
      this.#merge([...data, ...this.#signals])
      this.#isListed = true
      this.changed()
    } catch {
      // Those that come from now on are told nevertheless; the session says what is wrong.
    } finally {
      if (!signal.aborted) this.#listing = undefined
    }
  }

  /** Each once, in its first place. */
  #merge(signals: readonly Signal[]): void {
    const known = new Map(this.#signals.map(signal => [signal.id, signal]))
    const places = new Map(signals.map(signal => [signal.id, signal]))
    this.#signals = [...places.values()].map(signal => known.get(signal.id) ?? signal)
    for (const { id, dismissed } of signals) if (dismissed || this.#dismissed.has(id)) this.#mark(id)
  }

  #mark(id: string): void {
    this.#dismissed.add(id)
    if (this.#signals.some(signal => signal.id === id && !signal.dismissed))
      this.#signals = this.#signals.map(signal => (signal.id === id ? { ...signal, dismissed: true } : signal))
  }
}
