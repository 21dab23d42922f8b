import {
  type Answer,
  type GenerationStatus,
  type GenerationStream,
  idempotencyKey,
  type RecipeRequest,
  type StartRequest,
  type StreamOptions,
  type TokenrillClient,
  type TokenrillError,
} from '@tokenrill/client'
import type { Connection } from '../connection.js'
import { AnswerReader } from './answer-reader.js'
import { type Environment, page } from './environment.js'
import { persist } from './persist.js'
import { Store } from './store.js'

/** Where a generation is: nowhere, being started, how it stands, or `unread`: it could not be started or read. */
export type GenerationPhase = 'idle' | 'starting' | GenerationStatus | 'unread'

/** One generation, live. Its functions are the same ones in all views of it. */
export interface GenerationView {
  readonly phase: GenerationPhase
  /** Its id, as soon as it is known: keep it, to `read` it after a reload. */
  readonly generation: string | undefined
  /** What it has said so far; `end` when it has ended. */
  readonly answer: Answer | undefined
  /** Why it is `unread`. */
  readonly error: TokenrillError | undefined
  readonly connection: Connection
  /** Starts one, in the place of any that is shown. Resolves when the server has accepted or refused it; rejects never: `error` says why. */
  start(request: StartRequest): Promise<void>
  /** Runs a recipe that has no stages; otherwise as `start`. */
  run(recipe: string, request?: RecipeRequest): Promise<void>
  /** Reads one from its first event, after a reload for instance. Changes nothing when it is the one that is shown, unless that is `unread`. */
  read(generation: string): void
  /** Stops it, also while it is being started. Silent: the phase becomes `cancelled`. While the server cannot be reached it is told again; rejects never. */
  stop(): Promise<void>
  /** Back to `idle`. What runs at the server goes on there, unread. */
  reset(): void
}

/** A generation, and how it is started, read and stopped. */
export class GenerationStore extends Store<GenerationView> {
  #phase: GenerationPhase = 'idle'
  #error: TokenrillError | undefined
  #reader: AnswerReader | undefined
  #isStopped = false
  #settle: () => void = () => {}

  constructor(
    private readonly client: TokenrillClient,
    environment: Environment = page,
  ) {
    super(environment)
  }

  readonly start = (request: StartRequest): Promise<void> => {
    const body = { idempotency_key: idempotencyKey(), ...request }
    return this.#begin(options => this.client.start(body, options))
  }

  readonly run = (recipe: string, request: RecipeRequest = {}): Promise<void> => {
    const body = { idempotency_key: idempotencyKey(), ...request }
    return this.#begin(options => this.client.recipes.run(recipe, body, options))
  }

  readonly read = (generation: string): void => {
    if (generation !== this.#reader?.answer?.generation || this.#phase === 'unread') this.#replace('active', generation)
  }

  readonly stop = async (): Promise<void> => {
    const reader = this.#reader
    if (this.#phase === 'starting' && reader?.connection === 'lost') return this.#fail(reader.lostBy)
    if (this.#phase === 'starting') this.#isStopped = true
    else if (this.#phase === 'active' && reader?.answer) await this.#tellStop(reader.answer.generation)
  }

  readonly reset = (): void => {
    this.#replace('idle')
  }

  protected override render(): GenerationView {
    const { start, run, read, stop, reset } = this
    const answer = this.#reader?.answer
    const isReading = this.#phase === 'starting' || this.#phase === 'active'
    return {
      phase: this.#phase,
      generation: answer?.generation,
      answer,
      error: this.#error,
      connection: (isReading && this.#reader?.connection) || (this.#error?.code === 'connection_lost' ? 'lost' : 'open'),
      start,
      run,
      read,
      stop,
      reset,
    }
  }

  protected override wake(): void {
    this.#reader?.wake()
  }

  protected override sleep(): void {
    this.#reader?.sleep()
  }

  protected override hurry(): void {
    this.#reader?.hurry()
  }

  #begin(start: (options: StreamOptions) => Promise<GenerationStream>): Promise<void> {
    return new Promise(resolve => {
      this.#replace('starting', start)
      this.#settle = resolve
    })
  }

  #replace(phase: GenerationPhase, from?: string | ((options: StreamOptions) => Promise<GenerationStream>)): void {
    this.#reader?.close()
    this.#settle()
    this.#phase = phase
    this.#error = undefined
    this.#isStopped = false
    this.#reader = from === undefined ? undefined : this.#readerOf(from)
    if (this.isAwake || phase === 'starting') this.#reader?.wake()
    if (!this.isAwake) this.#reader?.sleep()
    this.changed(true)
  }

  #readerOf(from: string | ((options: StreamOptions) => Promise<GenerationStream>)): AnswerReader {
    return new AnswerReader(this.client, from, {
      started: generation => {
        this.#phase = 'active'
        this.#settle()
        if (this.#isStopped) void this.#tellStop(generation)
        this.changed(true)
      },
      changed: hasEnded => {
        const end = this.#reader?.answer?.end
        if (end) this.#phase = end.type
        this.changed(hasEnded)
      },
      failed: error => this.#fail(error),
    })
  }

  #fail(error: TokenrillError | undefined): void {
    this.#reader?.close()
    this.#phase = 'unread'
    this.#error = error
    this.#settle()
    this.changed(true)
  }

  /** Told again while the server cannot be reached. What refuses has nothing to stop. */
  async #tellStop(generation: string): Promise<void> {
    await persist(this.environment, {}, () => this.client.stop(generation)).catch(() => {})
  }
}
