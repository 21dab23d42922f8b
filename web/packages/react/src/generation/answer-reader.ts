import {
  type Answer,
  emptyAnswer,
  type GenerationEvent,
  type GenerationStream,
  isTerminal,
  reduceAnswer,
  type StreamOptions,
  type TokenrillClient,
  type TokenrillError,
} from '@tokenrill/client'
import type { Connection } from '../connection.js'
import { Reader } from '../stores/reader.js'

/** Starts a generation. Must be safe to call again. */
export type Start = (options: StreamOptions) => Promise<GenerationStream>

/** Who hears of an answer. */
export interface AnswerEvents {
  /** It was started, and this is its generation. */
  started?(generation: string): void
  /** There is more of it, or its connection stands otherwise; all of it when it has ended. */
  changed(hasEnded: boolean): void
  /** It could not be started, or not be read to its end. */
  failed(error: TokenrillError): void
}

/** Reads one generation from its first event on, over as many streams as it takes. */
export class AnswerReader {
  answer: Answer | undefined
  /** `provider/model`, as soon as the generation says so. */
  model: string | undefined
  #seq = 0
  readonly #reader: Reader<GenerationEvent>

  /** @param from The generation, or what starts it. */
  constructor(client: TokenrillClient, from: string | Start, on: AnswerEvents) {
    const start = async (options: StreamOptions) => {
      if (typeof from === 'string') throw new TypeError('It is started already.')
      const stream = await from(options)
      if (!options.signal?.aborted) {
        this.answer = emptyAnswer(stream.generation)
        on.started?.(stream.generation)
      }
      return stream
    }
    this.#reader = new Reader<GenerationEvent>(
      {
        event: event => {
          this.#take(event)
          on.changed(isTerminal(event))
        },
        connected: () => on.changed(false),
        ended: error => error && on.failed(error),
      },
      async options => client.read(this.answer?.generation ?? '', { ...options, after: this.#seq }),
      typeof from === 'string' ? undefined : start,
    )
    if (typeof from === 'string') this.answer = emptyAnswer(from)
  }

  get connection(): Connection {
    return this.#reader.connection
  }

  /** Whether it reads no more. */
  get isOver(): boolean {
    return this.#reader.isOver
  }

  /** Why the connection is lost. */
  get lostBy(): TokenrillError | undefined {
    return this.#reader.lostBy
  }

  wake = () => this.#reader.wake()
  sleep = () => this.#reader.sleep()
  hurry = () => this.#reader.hurry()
  close = () => this.#reader.close()

  #take(event: GenerationEvent): void {
    this.#seq = event.seq
    if (this.answer) this.answer = reduceAnswer(this.answer, event)
    if (event.type === 'started' || (event.type === 'status' && event.model)) this.model = event.model
  }
}
