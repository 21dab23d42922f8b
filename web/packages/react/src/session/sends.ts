import { type SendRequest, type StreamOptions, type TokenrillClient, TokenrillError } from '@tokenrill/client'
import { type AnswerEvents, AnswerReader } from '../generation/answer-reader.js'
import type { Answers } from './answers.js'
import { Entry } from './entry.js'
import type { History } from './history.js'

/** What is on its way to the server. */
interface Sending {
  readonly entry: Entry
  readonly reader: AnswerReader
  /** The generation, when the server has accepted; undefined when it has not. */
  readonly accepted: Promise<string | undefined>
  readonly settle: (generation?: string) => void
  /** Whether the server may have it: something was sent. */
  isPosted: boolean
  /** Whether its answer is not wanted any more: it is given up as soon as the server cannot be reached. */
  isStopped: boolean
}

/** What sending needs of its session. */
export interface SendsContext {
  /** Resolves when something can be said: the session is there. */
  ready(options: StreamOptions): Promise<void>
  /** Whether the session's own connection is broken. */
  isLost(): boolean
  /** Stops a generation. */
  stop(generation: string): void
  changed(isUrgent: boolean): void
}

/** What is said in a session, and how its answers find their reader. */
export class Sends {
  readonly #pending = new Set<Sending>()
  /** What was given up, although the server may have it. */
  readonly #givenUp = new Set<Entry>()
  /** What was accepted by the generation that was active, which may be another's: then it was not said. */
  readonly #attached = new Map<Entry, Entry>()

  constructor(
    private readonly client: TokenrillClient,
    private readonly id: string,
    private readonly history: History,
    private readonly answers: Answers,
    private readonly context: SendsContext,
  ) {}

  get isPending(): boolean {
    return this.#pending.size > 0
  }

  /** Shows it as the last message, and sends it. Resolves when the server has accepted or refused it. */
  async send(entry: Entry, request: SendRequest): Promise<void> {
    entry.request = request
    entry.status = 'sending'
    entry.error = undefined
    entry.touch()
    this.#givenUp.delete(entry)
    this.history.append(entry)
    const sending = this.#post(entry, request)
    this.context.changed(true)
    await sending.accepted
  }

  /** Resolves when what is being sent was accepted, or given up because the server cannot be reached; to the generations that run now. */
  async stop(): Promise<readonly string[]> {
    const pending = [...this.#pending]
    for (const sending of pending) sending.isStopped = true
    this.lost()
    return (await Promise.all(pending.map(({ accepted }) => accepted))).filter(generation => generation !== undefined)
  }

  /** A connection may be broken: what was stopped and cannot be sent is given up. */
  lost(): void {
    for (const sending of this.#pending) {
      const { reader, isStopped, isPosted, entry } = sending
      if (!isStopped || (isPosted ? reader.connection !== 'lost' : !this.context.isLost())) continue
      if (isPosted) this.#givenUp.add(entry)
      this.#fail(sending, reader.lostBy ?? new TokenrillError('It was stopped before it was sent.', { code: 'cancelled', retryable: true }))
    }
  }

  /** Resolves when this one was accepted or refused. */
  async of(entry: Entry): Promise<void> {
    await [...this.#pending].find(sending => sending.entry === entry)?.accepted
  }

  /** Whether what is being sent will read this answer, of which the log has told: it stands behind what was said. */
  holds(answer: Entry): boolean {
    return [...this.#pending].some(({ entry }) => entry.isConfirmed && this.history.after(entry) === answer)
  }

  /** The log has told of more: of what became of what was given up, and of what may not have been said. */
  told(): void {
    for (const entry of this.#givenUp) {
      const generation = entry.isConfirmed && this.history.after(entry)?.generation
      if (!generation) continue
      this.#givenUp.delete(entry)
      this.context.stop(generation)
    }
    for (const [entry, answer] of this.#attached) {
      if (!answer.isConfirmed) continue
      this.#attached.delete(entry)
      const { generation } = answer
      if (!entry.isConfirmed)
        this.#unsent(
          entry,
          new TokenrillError('An answer was being written, so this was not said.', { code: 'session_busy', retryable: true, generation }),
        )
    }
  }

  #post(entry: Entry, request: SendRequest): Sending {
    let settle: Sending['settle'] = () => {}
    const accepted = new Promise<string | undefined>(resolve => {
      settle = resolve
    })
    let events: AnswerEvents = {
      changed: () => {
        this.lost()
        this.context.changed(false)
      },
      failed: error => this.#fail(sending, error),
    }
    const reader: AnswerReader = new AnswerReader(
      this.client,
      async options => {
        await this.context.ready(options)
        sending.isPosted = entry.mayBeKnown = true
        return this.client.sessions.send(this.id, request, options)
      },
      {
        started: generation => {
          events = this.answers.eventsOf(this.#accept(sending, generation))
          settle(generation)
          this.context.changed(true)
        },
        changed: hasEnded => events.changed(hasEnded),
        failed: error => events.failed(error),
      },
    )
    const sending: Sending = { entry, reader, accepted, settle, isPosted: false, isStopped: false }
    this.#pending.add(sending)
    this.answers.add(reader, request.on_disconnect === 'cancel')
    return sending
  }

  /** Gives the answer's entry. */
  #accept(sending: Sending, generation: string): Entry {
    const { entry, reader } = sending
    this.#pending.delete(sending)
    const held = this.history.after(entry)
    const known = this.history.answerOf(generation)
    const answer = known ?? Entry.local({ role: 'assistant', content: '' }, 'active')
    answer.generation = generation
    if (!known) this.history.append(answer, entry)
    if (answer.reader && !answer.reader.isOver) this.answers.drop(reader)
    else answer.reader = reader
    if (entry.status === 'sending') entry.status = 'sent'
    entry.touch()
    if (held) this.answers.attend(held)
    if (entry.request?.on_busy === 'attach') this.#attached.set(entry, answer)
    this.told()
    return answer
  }

  #fail(sending: Sending, error: TokenrillError): void {
    const { entry, reader } = sending
    this.#pending.delete(sending)
    this.answers.drop(reader)
    const held = this.history.after(entry)
    if (held) this.answers.attend(held)
    if (!entry.isConfirmed) this.#unsent(entry, error)
    // The log told of the same words, and the server refused these: those were another's.
    else if (error.status !== undefined) this.#unsent(this.#again(entry), error)
    sending.settle()
    this.context.changed(true)
  }

  #unsent(entry: Entry, error: TokenrillError): void {
    entry.mayBeKnown &&= error.code === 'connection_lost'
    entry.status = 'unsent'
    entry.error = error
    entry.touch()
  }

  #again({ text, request }: Entry): Entry {
    const entry = Entry.local({ role: 'user', content: text }, 'unsent')
    entry.request = request
    this.history.append(entry)
    return entry
  }
}
