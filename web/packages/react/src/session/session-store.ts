import { idempotencyKey, type SessionEvent, type StreamOptions, type TokenrillClient } from '@tokenrill/client'
import { type Environment, page } from '../stores/environment.js'
import { persist } from '../stores/persist.js'
import { Store } from '../stores/store.js'
import { Answers } from './answers.js'
import { Entry } from './entry.js'
import { History } from './history.js'
import { Sends } from './sends.js'
import { type SessionContents, SessionLog } from './session-log.js'
import type { SendOptions, SessionView } from './session-view.js'
import { SignalsStore } from './signals-store.js'

/** One session: lists it, follows it, reads its answers, and says what the user says. */
export class SessionStore extends Store<SessionView> {
  readonly signals: SignalsStore
  readonly #history = new History()
  readonly #log: SessionLog
  readonly #answers: Answers
  readonly #sends: Sends
  #title: string | undefined
  #createdAt: string | undefined

  constructor(
    private readonly client: TokenrillClient,
    private readonly id: string,
    environment: Environment = page,
    private readonly on: { woken?(store: SessionStore): void; left?(store: SessionStore): void } = {},
    isNew = false,
  ) {
    super(environment)
    const changed = (isUrgent: boolean) => this.changed(isUrgent)
    this.#answers = new Answers(client, changed)
    this.#sends = new Sends(client, id, this.#history, this.#answers, {
      ready: options => this.#ready(options),
      isLost: () => this.#log.connection === 'lost',
      stop: generation => void this.#tellStop(generation),
      changed,
    })
    this.#log = new SessionLog(client, id, environment, {
      listed: contents => this.#listed(contents),
      event: event => this.#take(event),
      changed: () => {
        this.#sends.lost()
        this.changed()
      },
    })
    if (isNew) this.#log.awaitCreation()
    this.signals = new SignalsStore(client, id, this, environment)
  }

  /** Whether the session is there and was listed. */
  get isListed(): boolean {
    return this.#log.isListed
  }

  /** Whether something was said that the server does not have. */
  get holdsUnsent(): boolean {
    return this.#sends.isPending || this.#history.last(entry => entry.status === 'unsent') !== undefined
  }

  readonly send = (content: string, options: SendOptions = {}): Promise<void> => {
    const entry = Entry.local({ role: 'user', content }, 'sending')
    return this.#sends.send(entry, { idempotency_key: idempotencyKey(), ...options, content })
  }

  readonly stop = async (): Promise<void> => {
    const active = this.#active?.generation
    const telling = active && this.#tellStop(active)
    await Promise.all([telling, ...(await this.#sends.stop()).map(generation => this.#tellStop(generation))])
  }

  readonly retry = async (options?: SendOptions): Promise<void> => {
    const last = this.#history.last(({ role }) => role === 'user')
    if (!last) return
    if (last.status === 'sending') return this.#sends.of(last)
    const { idempotency_key, ...had } = last.request ?? { content: last.text }
    if (last.status !== 'unsent') return this.send(last.text, { ...had, ...options })
    // Another request needs another key: the server knows the first one by it, if it has it.
    const key = options || !idempotency_key ? idempotencyKey() : idempotency_key
    return this.#sends.send(last, { idempotency_key: key, ...had, ...options })
  }

  readonly reload = (): void => {
    this.#log.reload()
  }

  protected override render(): SessionView {
    const { send, stop, retry, reload } = this
    const { isLoading, isGone, error, connection } = this.#log
    return {
      messages: this.#history.render(),
      title: this.#title,
      isLoading,
      isGone,
      error,
      connection: this.#answers.isLost ? 'lost' : connection,
      active: this.#active?.live,
      send,
      stop,
      retry,
      reload,
    }
  }

  protected override wake(): void {
    this.on.woken?.(this)
    this.#log.wake()
    this.#answers.wake()
    this.#attend()
  }

  protected override sleep(why: 'hidden' | 'left'): void {
    this.#log.sleep()
    this.#answers.sleep(why)
    if (why === 'left') this.on.left?.(this)
  }

  protected override hurry(): void {
    this.#log.hurry()
    this.#answers.hurry()
    this.#attend()
  }

  get #active(): Entry | undefined {
    return this.#history.last(entry => entry.status === 'active')
  }

  /** What is said waits for the first list: only what comes later can be it. */
  async #ready(options: StreamOptions): Promise<void> {
    if (this.isAwake) await this.#log.settled
    if (!this.#log.isAbsent) return
    await persist(this.environment, options, () => this.client.sessions.create({ id: this.id }, { signal: options.signal }))
    if (this.#log.isAbsent) this.#log.created()
  }

  #listed({ title, createdAt, messages }: SessionContents): void {
    if (this.#createdAt !== undefined && createdAt !== this.#createdAt) this.#history.clear()
    this.#createdAt = createdAt
    this.#title = title
    this.#history.mergeAll(messages)
    this.#attend()
    this.signals.listed()
    this.changed(true)
  }

  #take(event: SessionEvent): void {
    this.signals.take(event)
    if (event.type === 'title.changed') this.#title = event.title
    else if (event.type === 'message.created') this.#history.merge(event.message)
    else if (event.type === 'generation.started') {
      const { generation, message_id: id, at, model } = event
      const entry = this.#history.merge({ id, role: 'assistant', content: '', generation, status: 'active', created_at: at })
      entry.model = model
      entry.touch()
    } else if (event.type === 'generation.ended') {
      const entry = this.#history.answerOf(event.generation)
      if (entry) this.#answers.ended(entry, event, this.#sends.holds(entry))
    }
    this.#attend()
    this.changed()
  }

  /** Every answer that is active is read, unless what was sent will read it. */
  #attend(): void {
    this.#sends.told()
    for (const entry of this.#history.all(({ status }) => status === 'active')) if (!this.#sends.holds(entry)) this.#answers.attend(entry)
  }

  /** Told again while the server cannot be reached. What refuses has nothing to stop. */
  async #tellStop(generation: string): Promise<void> {
    await persist(this.environment, {}, () => this.client.stop(generation)).catch(() => {})
  }
}
