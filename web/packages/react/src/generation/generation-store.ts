import {
  idempotencyKey,
  type RecipeRequest,
  type RunRequest,
  type StartRequest,
  type TokenrillClient,
  type TokenrillError,
} from '@tokenrill/client'
import { type Environment, page } from '../stores/environment.js'
import { persist } from '../stores/persist.js'
import { Store } from '../stores/store.js'
import { AnswerReader, type Start } from './answer-reader.js'
import type { GenerationPhase, GenerationView } from './generation-view.js'

/** A generation, and how it is started, read and stopped. */
export class GenerationStore extends Store<GenerationView> {
  #phase: GenerationPhase = 'idle'
  #error: TokenrillError | undefined
  #reader: AnswerReader | undefined
  /** Whether leaving it ends it. */
  #staysOpen = false
  #isStopped = false
  #started: Promise<void> = Promise.resolve()
  #settle: () => void = () => {}

  constructor(
    private readonly client: TokenrillClient,
    environment: Environment = page,
  ) {
    super(environment)
  }

  readonly start = (request: StartRequest): Promise<void> => {
    const body = { idempotency_key: idempotencyKey(), ...request }
    return this.#begin(body, options => this.client.start(body, options))
  }

  readonly run = (recipe: string, request: RecipeRequest = {}): Promise<void> => {
    const body = { idempotency_key: idempotencyKey(), ...request }
    return this.#begin(body, options => this.client.recipes.run(recipe, body, options))
  }

  readonly read = (generation: string): void => {
    if (generation !== this.#reader?.answer?.generation || this.#phase === 'unread') this.#replace('active', generation)
  }

  readonly stop = async (): Promise<void> => {
    const reader = this.#reader
    this.#isStopped = true
    this.#giveUp()
    await this.#started
    const generation = reader?.answer?.generation
    // Told again while the server cannot be reached. What refuses has nothing to stop.
    if (generation && !reader.answer?.end) await persist(this.environment, {}, () => this.client.stop(generation)).catch(() => {})
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

  protected override sleep(why: 'hidden' | 'left'): void {
    if (why === 'left' || !this.#staysOpen) this.#reader?.sleep()
  }

  protected override hurry(): void {
    this.#reader?.hurry()
  }

  #begin({ on_disconnect }: RunRequest, start: Start): Promise<void> {
    this.#replace('starting', start)
    this.#staysOpen = on_disconnect === 'cancel'
    this.#started = new Promise(resolve => {
      this.#settle = resolve
    })
    return this.#started
  }

  #replace(phase: GenerationPhase, from?: string | Start): void {
    this.#reader?.close()
    this.#settle()
    this.#phase = phase
    this.#error = undefined
    this.#staysOpen = this.#isStopped = false
    this.#reader = from === undefined ? undefined : this.#readerOf(from)
    if (this.isAwake || phase === 'starting') this.#reader?.wake()
    if (!this.isAwake) this.#reader?.sleep()
    this.changed(true)
  }

  #readerOf(from: string | Start): AnswerReader {
    return new AnswerReader(this.client, from, {
      started: () => {
        this.#phase = 'active'
        this.#settle()
        this.changed(true)
      },
      changed: hasEnded => {
        const end = this.#reader?.answer?.end
        if (end) this.#phase = end.type
        this.#giveUp()
        this.changed(hasEnded)
      },
      failed: error => this.#fail(error),
    })
  }

  /** What was stopped and cannot be started is given up. */
  #giveUp(): void {
    if (this.#isStopped && this.#phase === 'starting' && this.#reader?.connection === 'lost') this.#fail(this.#reader.lostBy)
  }

  #fail(error: TokenrillError | undefined): void {
    this.#reader?.close()
    this.#phase = 'unread'
    this.#error = error
    this.#settle()
    this.changed(true)
  }
}
