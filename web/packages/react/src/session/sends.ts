import { type SendRequest, type StreamOptions, type TokenrillClient, TokenrillError } from '@tokenrill/client'
import { AnswerReader } from '../stores/answer-reader.js'
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
  /** The answer that the log told of before the server's own answer came: what was sent will read it. */
  held: Entry | undefined
}

/** What is said in a session, and how its answers find their reader. */
export class Sends {
  readonly #pending = new Set<Sending>()

  /** @param ready Resolves when something can be said: the session is there. */
  constructor(
    private readonly client: TokenrillClient,
    private readonly id: string,
    private readonly history: History,
    private readonly answers: Answers,
    private readonly ready: (options: StreamOptions) => Promise<void>,
    private readonly changed: (isUrgent: boolean) => void,
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
    this.history.append(entry)
    await this.#post(entry, request)
  }

  /** Resolves when what is being sent was accepted, or was given up because the server cannot be reached; to the generations that run now. */
  async stop(): Promise<readonly string[]> {
    const pending = [...this.#pending]
    for (const sending of pending) {
      const { reader } = sending
      if (reader.connection === 'lost' && reader.lostBy) this.#fail(sending, reader.lostBy)
    }
    return (await Promise.all(pending.map(({ accepted }) => accepted))).filter(generation => generation !== undefined)
  }

  /** Resolves when this one was accepted or refused. */
  async of(entry: Entry): Promise<void> {
    await [...this.#pending].find(sending => sending.entry === entry)?.accepted
  }

  /** Whether what was sent will read this answer, of which the log tells: it comes behind what was said. */
  holds(answer: Entry): boolean {
    const pending = [...this.#pending]
    if (pending.some(({ held }) => held === answer)) return true
    const sending = pending.find(({ entry, held }) => entry.isConfirmed && !held)
    if (sending) sending.held = answer
    return sending !== undefined
  }

  #post(entry: Entry, request: SendRequest): Promise<string | undefined> {
    let settle: (generation?: string) => void = () => {}
    const accepted = new Promise<string | undefined>(resolve => {
      settle = resolve
    })
    const reader: AnswerReader = new AnswerReader(
      this.client,
      async options => {
        await this.ready(options)
        return this.client.sessions.send(this.id, request, options)
      },
      {
        started: generation => {
          const answer = this.#accept(sending, generation)
          events = this.answers.eventsOf(answer)
          settle(generation)
          this.changed(true)
        },
        changed: hasEnded => events.changed(hasEnded),
        failed: error => events.failed(error),
      },
    )
    const sending: Sending = { entry, reader, accepted, settle, held: undefined }
    let events: { changed(hasEnded: boolean): void; failed(error: TokenrillError): void } = {
      changed: () => this.changed(false),
      failed: error => this.#fail(sending, error),
    }
    this.#pending.add(sending)
    this.answers.add(reader, request.on_disconnect === 'cancel')
    this.changed(true)
    return accepted
  }

  /** Gives the answer's entry. */
  #accept(sending: Sending, generation: string): Entry {
    const { entry, reader, held } = sending
    this.#pending.delete(sending)
    const known = this.history.answerOf(generation)
    const answer = known ?? Entry.local({ role: 'assistant', content: '' }, 'active')
    answer.generation = generation
    if (!known) this.history.append(answer)
    if (answer.reader && !answer.reader.isOver) this.answers.drop(reader)
    else answer.reader = reader
    if (held && held !== answer) this.answers.attend(held)
    if (entry.status === 'sending') entry.status = 'sent'
    entry.touch()
    return answer
  }

  #fail(sending: Sending, error: TokenrillError): void {
    const { entry, held, reader } = sending
    this.#pending.delete(sending)
    this.answers.drop(reader)
    if (held) this.answers.attend(held)
    // The log told of the same words, and the server refused these: those were another's.
    const unsent = entry.isConfirmed && error.status !== undefined ? Entry.local({ role: 'user', content: entry.text }, 'unsent') : entry
    if (unsent !== entry) this.history.append(unsent)
    if (!unsent.isConfirmed) {
      unsent.request = entry.request
      unsent.status = 'unsent'
      unsent.error = error
    }
    unsent.touch()
    sending.settle()
    this.changed(true)
  }
}
