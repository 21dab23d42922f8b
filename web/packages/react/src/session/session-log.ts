import { type Message, type SessionEvent, type StreamOptions, type TokenrillClient, TokenrillError } from '@tokenrill/client'
import type { Connection } from '../connection.js'
import type { Environment } from '../stores/environment.js'
import { persist } from '../stores/persist.js'
import { Reader } from '../stores/reader.js'

/** What a session holds. */
export interface SessionContents {
  readonly title: string | undefined
  /** When it was created: another one of the same name has another time. */
  readonly createdAt: string
  readonly messages: readonly Message[]
}

/** Who hears of a session. */
export interface SessionLogEvents {
  /** It was listed, for the first time or again, because events are missing; none are that come from now on. */
  listed(contents: SessionContents): void
  event(event: SessionEvent): void
  /** It stands otherwise. */
  changed(): void
}

/** How often in a row the list may be there and its events not. */
const patience = 3

/** Lists a session, follows it from there, and lists it again when events are missing. */
export class SessionLog {
  isLoading = true
  /** There is no such session, or not yet. */
  isAbsent = false
  /** It was deleted while it was followed. */
  isGone = false
  error: TokenrillError | undefined
  /** Up to which event it was processed; undefined while it is not listed. */
  #seq: number | undefined
  #reader: Reader<SessionEvent>
  #isAwake = false
  /** Nobody has made it yet, so there is nothing to ask for. */
  #isNew = false
  #misses = 0
  #settle: () => void = () => {}
  /** Resolves when it was listed for the first time, or could not be. */
  readonly settled = new Promise<void>(resolve => {
    this.#settle = resolve
  })

  constructor(
    private readonly client: TokenrillClient,
    private readonly id: string,
    private readonly environment: Environment,
    private readonly on: SessionLogEvents,
  ) {
    this.#reader = this.#another()
  }

  get connection(): Connection {
    if (this.error) return 'lost'
    return this.isAbsent || this.isGone ? 'open' : this.#reader.connection
  }

  /** Whether it is there and was listed. */
  get isListed(): boolean {
    return this.#seq !== undefined
  }

  /** It is known not to be there yet: nothing is asked for until it is. */
  awaitCreation(): void {
    this.#isNew = this.isAbsent = true
    this.isLoading = false
    this.#settle()
  }

  wake(): void {
    this.#isAwake = true
    if (this.#isNew) return
    if (this.error?.retryable || this.isAbsent) this.reload()
    else this.#reader.wake()
  }

  sleep(): void {
    this.#isAwake = false
    this.#reader.sleep()
  }

  /** Tries again at once, if it waits to, or had given up. */
  hurry(): void {
    if (this.#isNew) return
    if (this.error?.retryable) this.reload()
    else this.#reader.hurry()
  }

  /** Lists it anew and follows it from there. */
  reload(): void {
    this.#follow(undefined)
  }

  /** It is there now, made a moment ago: follows it from its first event. */
  created(): void {
    this.#follow(0)
  }

  #follow(seq: number | undefined): void {
    this.#reader.close()
    this.#seq = seq
    this.error = undefined
    this.#isNew = this.isAbsent = this.isGone = false
    this.#reader = this.#another()
    if (this.#isAwake) this.#reader.wake()
    this.on.changed()
  }

  #another(): Reader<SessionEvent> {
    return new Reader<SessionEvent>(
      {
        event: event => {
          this.#seq = event.seq
          this.on.event(event)
        },
        connected: () => this.on.changed(),
        ended: (error = new TokenrillError('The server ended the events of the session.', { code: 'unexpected_answer' })) => this.#ended(error),
      },
      async options => {
        if (this.#seq === undefined) await this.#list(options)
        const onConnect = () => {
          this.#misses = 0
          options.onConnect?.()
        }
        return this.client.sessions.events(this.id, { ...options, onConnect, after: this.#seq })
      },
    )
  }

  async #list(options: StreamOptions): Promise<void> {
    const { client, id, environment } = this
    const call = { signal: options.signal }
    const pages = await persist(environment, options, async () => {
      const session = client.sessions.get(id, call)
      // What is thrown is what the messages say.
      session.catch(() => {})
      const messages: Message[] = []
      // Later pages may include more; what comes twice changes nothing.
      let seq: number | undefined
      let after: string | undefined
      do {
        const page = await client.sessions.messages(id, { limit: 1000, ...(after !== undefined && { after }), ...call })
        messages.push(...page.data)
        seq ??= page.last_seq
        after = page.next
      } while (after !== undefined)
      const { title, created_at: createdAt } = await session
      return { title, createdAt, messages, seq }
    })
    // Somebody else lists it by now.
    if (options.signal?.aborted) return
    this.#seq = pages.seq
    this.isLoading = false
    this.on.listed(pages)
    this.#settle()
  }

  #ended(error: TokenrillError): void {
    const isMissing = error.status === 404 || error.status === 410
    const wasListed = this.#seq !== undefined
    if (isMissing && wasListed && this.#misses++ < patience) return this.reload()
    if (!isMissing || wasListed) this.error = error
    else if (this.isLoading) this.isAbsent = true
    else this.isGone = true
    this.isLoading = false
    this.#settle()
    this.on.changed()
  }
}
