import { TokenrillError } from '../errors.js'
import type { Http } from '../http.js'
import { generationEvents } from '../types/events.js'
import type { PipelineEvent, StageEvent } from '../types/pipeline-events.js'
import { discard, readBody } from './body.js'
import type { Source } from './follow.js'
import { parseEvent } from './parse.js'
import type { StreamNotes, WireEvent } from './sse.js'

/**
 * A run of a pipeline. No address of its own is read on from: the same request again, with its idempotency key, tells the same
 * generations from the first event, and what was delivered is dropped.
 */
export class PipelineSource implements Source<PipelineEvent> {
  #stage: StageEvent | undefined
  #after = 0
  #first: Response | undefined

  constructor(
    private readonly http: Http,
    private readonly again: (signal: AbortSignal) => Promise<Response>,
    first: Response,
  ) {
    this.#first = first
  }

  /** The generation of the stage that runs. */
  get generation(): string | undefined {
    return this.#stage?.generation
  }

  async open(signal: AbortSignal, notes: StreamNotes): Promise<AsyncIterable<WireEvent>> {
    const response = this.#first ?? (await this.again(signal))
    this.#first = undefined
    return readBody(response, this.http, signal, notes)
  }

  accept({ data }: WireEvent): PipelineEvent | undefined {
    const event = parseEvent(data) as PipelineEvent
    if (event.type === 'stage') return this.#enter(event)
    if (event.type === 'pipeline') return event
    // Of a stage before, or of this one and told already.
    if (event.generation !== this.#stage?.generation || event.seq <= this.#after) return undefined
    this.#after = event.seq
    return generationEvents.includes(event.type) ? event : undefined
  }

  leave(): void {
    discard(this.#first)
  }

  isLast(event: PipelineEvent): boolean {
    return event.type === 'pipeline'
  }

  async settle(): Promise<undefined> {}

  #enter(event: StageEvent): StageEvent | undefined {
    if (event.stage <= (this.#stage?.stage ?? 0)) {
      if (event.stage === this.#stage?.stage && event.generation !== this.#stage.generation)
        throw new TokenrillError('The server no longer knows this run of the pipeline.', { code: 'not_found', status: 404 })
      return undefined
    }
    this.#stage = event
    this.#after = 0
    return event
  }
}
