import {
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
import { type Environment, page } from '../stores/environment.js'
import { persist } from '../stores/persist.js'
import { Reader } from '../stores/reader.js'
import { Store } from '../stores/store.js'
import type { PipelinePhase, PipelineStage, PipelineView } from './pipeline-view.js'

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
  /** Whether leaving it ends it. */
  #staysOpen = false
  #started: Promise<void> = Promise.resolve()
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
    this.#staysOpen = request.on_disconnect === 'cancel'
    this.#started = new Promise(resolve => {
      this.#settle = resolve
    })
    const reader = this.#readerOf(recipe, body)
    this.#reader = reader
    reader.wake()
    if (!this.isAwake) reader.sleep()
    this.changed(true)
    return this.#started
  }

  readonly stop = async (): Promise<void> => {
    if (this.#phase === 'starting' && this.#reader?.connection === 'lost') return this.#fail(this.#reader.lostBy)
    const reader = this.#reader
    this.#isStopped = true
    this.#giveUp()
    await this.#started
    if (this.#phase === 'active' && reader === this.#reader) await this.#tellStop()
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

  protected override sleep(why: 'hidden' | 'left'): void {
    if (why === 'left' || !this.#staysOpen) this.#reader?.sleep()
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
        connected: () => {
          this.#giveUp()
          this.changed()
        },
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

  /** Told again while the server cannot be reached. What refuses has nothing to stop. */
  async #tellStop(): Promise<void> {
    const generation = this.#stages.at(-1)?.generation ?? this.#stream?.generation
    if (generation) await persist(this.environment, {}, () => this.client.stop(generation)).catch(() => {})
  }
}
