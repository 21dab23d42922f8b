import {
  type Answer,
  emptyAnswer,
  type GenerationEvent,
  isTerminal,
  type Reconnection,
  reduceAnswer,
  type StartedEvent,
  type TokenrillClient,
  TokenrillError,
  type Transport,
} from '@tokenrill/client'
import { measured } from '@/design/words'
import { append, type EventLog, emptyLog, type NoteRow, type WireRow } from './eventLog'
import { type Frames, pageFrames } from './frames'
import { tapped } from './tap'

/** `lost`: the connection broke and is made anew. `unread`: it could not be read; the error says why. */
export type WirePhase = 'connecting' | 'open' | 'lost' | 'ended' | 'unread'

/** What was read of a generation, and how. */
export interface WireView {
  readonly phase: WirePhase
  readonly log: EventLog
  readonly answer: Answer
  readonly started: StartedEvent | undefined
  readonly error: TokenrillError | undefined
}

export interface WireReaderOptions {
  /** Makes a client that reads over this transport. */
  readonly connect: (transport: Transport) => TokenrillClient
  readonly generation: string
  /** Told at most once a frame, however fast events come. */
  readonly onView: (view: WireView) => void
  readonly frames?: Frames
  /** In milliseconds. */
  readonly now?: () => number
}

/** Reads a generation from its first event, and keeps what came over the wire beside what it means. */
export class WireReader {
  readonly #options: WireReaderOptions
  readonly #reading = new AbortController()
  readonly #began: number
  #view: WireView
  #arrived: WireRow[] = []
  #rows = 0
  #connections = 0
  #lastSeq = 0
  #isWaiting = false

  constructor(options: WireReaderOptions) {
    this.#options = options
    this.#began = this.#now()
    this.#view = { phase: 'connecting', log: emptyLog, answer: emptyAnswer(options.generation), started: undefined, error: undefined }
    void this.#read()
  }

  /** Stops reading. The generation goes on; nobody is told anything any more. */
  close(): void {
    this.#reading.abort()
  }

  async #read(): Promise<void> {
    const { connect, generation } = this.#options
    const client = connect(tapped(data => this.#came(data)))
    const { signal } = this.#reading
    const stream = client.read(generation, { signal, onConnect: () => this.#connected(), onReconnect: attempt => this.#lost(attempt) })
    try {
      for await (const event of stream) this.#take(event)
    } catch (error) {
      if (!(error instanceof TokenrillError)) throw error
      this.#note('bad', `Given up: ${error.message}`)
      this.#show({ phase: 'unread', error })
    }
  }

  #connected(): void {
    if (this.#connections++) this.#note('info', 'Connected again.')
    this.#show({ phase: 'open' })
  }

  #came(json: string): void {
    const { seq, type = '?' } = partsOf(json)
    this.#lastSeq = Math.max(this.#lastSeq, seq ?? 0)
    this.#add({ kind: 'event', key: this.#rows++, at: this.#elapsed(), seq, type, json })
  }

  #take(event: GenerationEvent): void {
    // A restarted server may have lost what it had told: then the client makes the end from the generation's state.
    if (event.seq > this.#lastSeq) this.#note('warn', `No more events are known. By its state the generation is ${event.type}.`)
    const answer = reduceAnswer(this.#view.answer, event)
    this.#show({ answer, ...(event.type === 'started' && { started: event }), ...(isTerminal(event) && { phase: 'ended' }) })
  }

  #lost({ attempt, delay, error }: Reconnection): void {
    const why = error.code === 'connection_lost' ? 'Connection lost' : `Connection lost (${error.message})`
    this.#note('warn', `${why}, attempt ${attempt} in ${measured(delay)}.`)
    this.#show({ phase: 'lost' })
  }

  #note(tone: NoteRow['tone'], text: string): void {
    this.#add({ kind: 'note', key: this.#rows++, at: this.#elapsed(), tone, text })
  }

  #add(row: WireRow): void {
    this.#arrived.push(row)
    this.#tell()
  }

  #show(part: Partial<WireView>): void {
    this.#view = { ...this.#view, ...part }
    this.#tell()
  }

  #tell(): void {
    if (this.#isWaiting) return
    this.#isWaiting = true
    const { frames = pageFrames, onView } = this.#options
    frames(() => {
      this.#isWaiting = false
      if (this.#reading.signal.aborted) return
      this.#view = { ...this.#view, log: append(this.#view.log, this.#arrived) }
      this.#arrived = []
      onView(this.#view)
    })
  }

  #elapsed(): number {
    return this.#now() - this.#began
  }

  #now(): number {
    return (this.#options.now ?? performance.now.bind(performance))()
  }
}

function partsOf(json: string): { readonly seq?: number | undefined; readonly type?: string } {
  try {
    const event = JSON.parse(json) as Record<string, unknown> | null
    return { seq: typeof event?.seq === 'number' ? event.seq : undefined, ...(typeof event?.type === 'string' && { type: event.type }) }
  } catch {
    return {}
  }
}
