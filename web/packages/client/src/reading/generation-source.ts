import type { TokenrillError } from '../errors.js'
import { type Http, path } from '../http.js'
import type { Transport } from '../transports/transport.js'
import { type GenerationEvent, generationEvents, isTerminal } from '../types/events.js'
import type { GenerationState } from '../types/states.js'
import { discard, readBody } from './body.js'
import { isUnknown, LogSource } from './log-source.js'
import type { ParsedEvent } from './parse.js'
import type { StreamNotes, WireEvent } from './sse.js'
import { endOf } from './state-end.js'

/** The log of one generation. Events of any other are dropped, wherever they come from. */
export class GenerationSource extends LogSource<GenerationEvent> {
  protected readonly types = generationEvents
  readonly #id: string
  #first: Response | undefined
  #unknown: TokenrillError | undefined

  /** @param first The answer that started it, where the first events are read. */
  constructor(http: Http, transport: Transport, id: string, after = 0, first?: Response) {
    super(http, transport, path`/v1/generations/${id}`, after)
    this.#id = id
    this.#first = first
    if (after > 0) this.lastEventId = `${id}:${after}`
  }

  override async open(signal: AbortSignal, notes: StreamNotes): Promise<AsyncIterable<WireEvent> | undefined> {
    const first = this.#first
    this.#first = undefined
    if (first) return readBody(first, this.http, signal, notes)
    try {
      return await super.open(signal, notes)
    } catch (error) {
      // A server that crashed may know less than it told. Whether it knows the generation at all, its state tells.
      if (!isUnknown(error) || !this.after) throw error
      this.#unknown = error
      return undefined
    }
  }

  override leave(): void {
    discard(this.#first)
  }

  override isLast(event: GenerationEvent): boolean {
    return isTerminal(event)
  }

  override async settle(signal: AbortSignal): Promise<GenerationEvent | undefined> {
    const state = await this.http.json<GenerationState>('GET', this.path, { signal })
    if (state.status === 'active' && this.#unknown) throw this.#unknown
    return endOf(state, (this.after ?? 0) + 1)
  }

  protected override isOurs(event: ParsedEvent, id: string): boolean {
    return (event.generation ?? this.#id) === this.#id && (!id || id.startsWith(`${this.#id}:`))
  }

  protected override complete(event: ParsedEvent): GenerationEvent {
    this.lastEventId = `${this.#id}:${event.seq}`
    return { ...event, generation: this.#id } as GenerationEvent
  }
}
