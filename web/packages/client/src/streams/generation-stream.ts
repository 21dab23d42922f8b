import { type Http, path } from '../http.js'
import type { CallOptions, ReadOptions } from '../options.js'
import { GenerationSource } from '../reading/generation-source.js'
import type { Transport } from '../transports/transport.js'
import type { GenerationEvent } from '../types/events.js'
import type { GenerationState } from '../types/states.js'
import { type Answer, emptyAnswer, reduceAnswer } from './answer.js'
import { EventStream } from './event-stream.js'

/** The events of one generation. The last one is terminal, unless reading was closed before. */
export class GenerationStream extends EventStream<GenerationEvent> {
  /** Its id. Keep it, and the `seq` of the last event, to read on after a reload. */
  readonly generation: string
  readonly #http: Http

  /** @internal */
  constructor(http: Http, transport: Transport, generation: string, options: ReadOptions = {}, first?: Response) {
    super(http, new GenerationSource(http, transport, generation, options.after, first), options)
    this.generation = generation
    this.#http = http
  }

  /**
   * Reads to the end; resolves to all that was said. A generation that failed is an answer too: `end` says so.
   * @throws TokenrillError as reading does.
   */
  async result(): Promise<Answer> {
    let answer = emptyAnswer(this.generation)
    for await (const event of this) answer = reduceAnswer(answer, event)
    return answer
  }

  /**
   * Stops the generation, also before its first token. Who reads gets `cancelled`; nothing is thrown there. Stopping what has ended changes nothing.
   * @throws TokenrillError when the server cannot be told.
   */
  stop({ signal }: CallOptions = {}): Promise<GenerationState> {
    return this.#http.json('POST', path`/v1/generations/${this.generation}/stop`, { signal })
  }
}
