import { type GenerationError, type Message, type SendRequest, type Stats, type TerminalEvent, TokenrillError } from '@tokenrill/client'
import type { AnswerReader } from '../generation/answer-reader.js'
import type { LiveMessage } from './live-message.js'

let locals = 0
const localId = () => `local-${++locals}`

/** The longer one: what a reader shows never shrinks while another reading catches up. */
const longer = (one: string, other: string) => (other.length > one.length ? other : one)

/** One message of a history, and what is known of it. After a change `touch` it. */
export class Entry {
  readonly key: string
  readonly role: LiveMessage['role']
  id: string
  status: LiveMessage['status']
  createdAt: string
  generation: string | undefined
  model: string | undefined
  error: TokenrillError | GenerationError | undefined
  stats: Stats | undefined
  /** Of what was said here: the request that says it, with its idempotency key. */
  request: SendRequest | undefined
  /** Of what was said here: whether the server may have it, although it did not tell yet. */
  mayBeKnown = false
  /** Of an answer: how it ended, as the session's log says while its own reading has not come so far. */
  endedAs: TerminalEvent['type'] | undefined
  #reader: AnswerReader | undefined
  #text: string
  #reasoning: string
  #live: LiveMessage | undefined
  #isTouched = true

  private constructor(
    { id, role, content, reasoning = '', generation, created_at }: Message,
    status: LiveMessage['status'],
  ) {
    this.key = id
    this.id = id
    this.role = role
    this.status = status
    this.createdAt = created_at
    this.generation = generation
    this.#text = content
    this.#reasoning = reasoning
  }

  /** One that only this page knows. */
  static local(message: Pick<Message, 'role' | 'content'>, status: LiveMessage['status']): Entry {
    return new Entry({ ...message, id: localId(), created_at: new Date().toISOString() }, status)
  }

  /** One that the server has. */
  static of(message: Message): Entry {
    return new Entry(message, message.status ?? 'sent')
  }

  /** Whether the server has told of it. */
  get isConfirmed(): boolean {
    return !this.id.startsWith('local-')
  }

  /** Of an answer that is read, or was: who reads it. */
  get reader(): AnswerReader | undefined {
    return this.#reader
  }

  set reader(reader: AnswerReader | undefined) {
    this.#text = this.text
    this.#reasoning = this.#reasoningSoFar
    this.#reader = reader
    this.touch()
  }

  get text(): string {
    return longer(this.#text, this.#reader?.answer?.text ?? '')
  }

  /** The server tells of it, for the first time or again. */
  confirm({ id, content, reasoning = '', generation, status, created_at }: Message): void {
    this.id = id
    this.createdAt = created_at
    this.generation = generation ?? this.generation
    this.#text = longer(this.#text, content)
    this.#reasoning = longer(this.#reasoning, reasoning)
    if (this.role === 'user') this.status = 'sent'
    // What has ended does not begin again, whatever was told in the meantime.
    else if (status && status !== 'active') this.status = status
    if (this.status === 'sent') this.error = undefined
    this.touch()
  }

  /** It has ended so. */
  end(end: TerminalEvent): void {
    this.status = end.type
    this.error = end.type === 'failed' ? end.error : undefined
    this.stats = 'stats' in end ? end.stats : undefined
    this.touch()
  }

  /** The server no longer knows it. */
  forget(): void {
    this.id = localId()
    this.mayBeKnown = false
    if (this.role === 'user') {
      this.status = 'unsent'
      this.error = new TokenrillError('The server went away before it had stored this.', { code: 'interrupted', retryable: true })
    }
    this.touch()
  }

  /** Something of it, or of its reader, has changed. */
  touch(): void {
    this.#isTouched = true
  }

  /** How it is shown: the object of before when it would say the same. */
  get live(): LiveMessage {
    if (this.#live && !this.#isTouched) return this.#live
    this.#isTouched = false
    const next = this.#render()
    const before = this.#live
    if (!before || members(next).some(name => next[name] !== before[name])) this.#live = next
    return this.#live ?? next
  }

  get #reasoningSoFar(): string {
    return longer(this.#reasoning, this.#reader?.answer?.reasoning ?? '')
  }

  #render(): LiveMessage {
    const { id, key, role, createdAt, generation, status, error, stats, text, reader } = this
    const reasoning = this.#reasoningSoFar
    const { toolCalls = none, usage } = reader?.answer ?? {}
    const model = reader?.model ?? this.model
    const isThinking = status === 'active' && !text && !reasoning
    return { id, key, role, text, reasoning, createdAt, generation, model, status, error, toolCalls, usage, stats, isThinking }
  }
}

const none: readonly never[] = []

const members = (message: LiveMessage) => Object.keys(message) as (keyof LiveMessage)[]
