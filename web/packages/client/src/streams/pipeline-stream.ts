import { type Http, path } from '../http.js'
import type { CallOptions, StreamOptions } from '../options.js'
import type { PipelineSource } from '../reading/pipeline-source.js'
import type { PipelineEvent } from '../types/pipeline-events.js'
import type { GenerationState } from '../types/states.js'
import { EventStream } from './event-stream.js'

/** The events of a pipeline: before those of each stage one that announces it, at the end the event `pipeline`. */
export class PipelineStream extends EventStream<PipelineEvent> {
  readonly #http: Http
  readonly #source: PipelineSource
  readonly #first: string

  /** @internal */
  constructor(http: Http, source: PipelineSource, first: string, options: StreamOptions) {
    super(http, source, options)
    this.#http = http
    this.#source = source
    this.#first = first
  }

  /** The generation of the stage that runs, as far as was read. */
  get generation(): string {
    return this.#source.generation ?? this.#first
  }

  /**
   * Stops the stage that runs, and with it the pipeline.
   * @throws TokenrillError when the server cannot be told.
   */
  stop({ signal }: CallOptions = {}): Promise<GenerationState> {
    return this.#http.json('POST', path`/v1/generations/${this.generation}/stop`, { signal })
  }
}
