import {
  type Answer,
  emptyAnswer,
  idempotencyKey,
  isTerminal,
  type PipelineEndedEvent,
  type PipelineEvent,
  type PipelineStream,
  type RecipeRequest,
  reduceAnswer,
  type TokenrillClient,
  type TokenrillError,
} from '@tokenrill/client'
import type { Connection } from '../connection.js'
import { type Environment, page } from './environment.js'
import { persist } from './persist.js'
import { Reader } from './reader.js'
import { Store } from './store.js'

/** One stage of a pipeline, and what it has answered so far. */
export interface PipelineStage {
  /** Which, from 1. */
  readonly stage: number
  /** Of how many. */
  readonly of: number
  readonly recipe: string
  readonly generation: string
  /** `end` when it has ended. */
  readonly answer: Answer
}

/** Where a pipeline is: nowhere, being started, running, how it ended, or `unread`: it could not be started or read. */
export type PipelinePhase = 'idle' | 'starting' | 'active' | PipelineEndedEvent['status'] | 'unread'

/** One run of a pipeline, live. Its functions are the same ones in all views of it. */
export interface PipelineView {
  readonly phase: PipelinePhase
  /** Those that have begun, in their order. One that has ended stays the same object. */
  readonly stages: readonly PipelineStage[]
  /** How it ended; undefined while it has not. */
  readonly end: PipelineEndedEvent | undefined
  /** Why it is `unread`. */
  readonly error: TokenrillError | undefined
  readonly connection: Connection
  /** Runs one, in the place of any that is shown. Resolves when the server has accepted or refused it; rejects never: `error` says why. */
  run(recipe: string, request?: RecipeRequest): Promise<void>
  /** Stops the stage that runs and with it the pipeline. Silent: the phase becomes `cancelled`. While the server cannot be reached it is told again; rejects never. */
  stop(): Promise<void>
  /** Back to `idle`. What runs at the server goes on there, unread. */
  reset(): void
}

/** A run of a pipeline. Its stream is opened anew by the same request with the same key, and tells everything again: what is known is dropped. */
export class PipelineStore extends Store<PipelineView> {
  #phase: PipelinePhase = 'idle'
  #stages: readonly PipelineStage[] = []
  #end: PipelineEndedEvent | undefined
  #error: TokenrillError | undefined
  #reader: Reader<PipelineEvent> | undefined
  #stream: PipelineStream | undefined
  /** The last event of the last stage. */
  #seq = 0
  #isStopped = false
  #settle: () => void = () => {}

  constructor(
    private readonly client: TokenrillClient,
    environment: Environment = page,
  ) {
    super(environment)
  }

  readonly run = (recipe: string, request: RecipeRequest = {}): Promise<void> => {
    const body = { idempotency_key: idempotencyKey(), ...request }
    this.#clear('starting')
    const reader = this.#readerOf(recipe, body)
    this.#reader = reader
    reader.wake()
    if (!this.isAwake) reader.sleep()
    this.changed(true)
    return new Promise(resolve => {
      this.#settle = resolve
    })
  }

  readonly stop = async (): Promise<void> => {
    if (this.#phase === 'starting' && this.#reader?.connection === 'lost') return this.#fail(this.#reader.lostBy)
    this.#isStopped = true
    if (this.#phase === 'active') await this.#tellStop()
  }

  readonly reset = (): void => {
    this.#clear('idle')
    this.changed(true)
  }

  protected override render(): PipelineView {
    const { run, stop, reset } = this
    const isReading = this.#phase === 'starting' || this.#phase === 'active'
    return {
      phase: this.#phase,
      stages: this.#stages,
      end: this.#end,
      error: this.#error,
      connection: (isReading && this.#reader?.connection) || (this.#error?.code === 'connection_lost' ? 'lost' : 'open'),
      run,
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

  #clear(phase: PipelinePhase): void {
    this.#reader?.close()
    this.#settle()
    this.#reader = this.#stream = this.#end = this.#error = undefined
    this.#phase = phase
    this.#stages = []
    this.#seq = 0
    this.#isStopped = false
  }

  #readerOf(recipe: string, body: RecipeRequest): Reader<PipelineEvent> {
    const open = async (options: Parameters<typeof this.client.recipes.runPipeline>[2]) => {
      const stream = await this.client.recipes.runPipeline(recipe, body, options)
      if (!options?.signal?.aborted) this.#accepted(stream)
      return stream
    }
    return new Reader<PipelineEvent>(
      {
        event: event => this.#take(event),
        connected: () => this.changed(),
        ended: error => error && this.#fail(error),
      },
      open,
      open,
    )
  }

  #accepted(stream: PipelineStream): void {
    this.#stream = stream
    if (this.#phase !== 'starting') return
    this.#phase = 'active'
    this.#settle()
    if (this.#isStopped) void this.#tellStop()
    this.changed(true)
  }

  #take(event: PipelineEvent): void {
    const last = this.#stages.at(-1)
    if (event.type === 'stage') {
      if (event.stage <= (last?.stage ?? 0)) return
      const { stage, of, recipe, generation } = event
      this.#stages = [...this.#stages, { stage, of, recipe, generation, answer: emptyAnswer(generation) }]
      this.#seq = 0
      // It was stopped between two stages.
      if (this.#isStopped) void this.#tellStop()
    } else if (event.type === 'pipeline') {
      this.#end = event
      this.#phase = event.status
    } else {
      if (!last || event.generation !== last.generation || event.seq <= this.#seq) return
      this.#seq = event.seq
      this.#stages = [...this.#stages.slice(0, -1), { ...last, answer: reduceAnswer(last.answer, event) }]
    }
    this.changed(event.type === 'stage' || event.type === 'pipeline' || isTerminal(event))
  }

  #fail(error: TokenrillError | undefined): void {
    this.#reader?.close()
    this.#phase = 'unread'
    this.#error = error
    this.#settle()
    this.changed(true)
  }

  /** Told again while the server cannot be reached. What refuses has nothing to stop. */
  async #tellStop(): Promise<void> {
    const generation = this.#stages.at(-1)?.generation ?? this.#stream?.generation
    if (generation) await persist(this.environment, {}, () => this.client.stop(generation)).catch(() => {})
  }
}
