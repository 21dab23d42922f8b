import { type StreamOptions, TokenrillError } from '@tokenrill/client'
import type { Connection } from '../connection.js'

/** A stream as the client gives it. */
export interface Stream<E> extends AsyncIterable<E> {
  close(): void
}

/** Opens a stream. */
export type Opening<E> = (options: StreamOptions) => Promise<Stream<E>>

/** Who hears of a reader. */
export interface ReaderEvents<E> {
  event(event: E): void
  /** `connection` has changed. */
  connected(): void
  /** Nothing more comes: it is read to its end, or this is why not. */
  ended(error: TokenrillError | undefined): void
}

/**
 * Reads a stream while it is awake, and opens another when it is woken again. Where that begins is for `read` to know.
 * What comes from a stream that was left is dropped.
 */
export class Reader<E> {
  connection: Connection = 'connecting'
  /** Whether it reads no more. */
  isOver = false
  /** Why `connection` is lost. */
  lostBy: TokenrillError | undefined
  #start: Opening<E> | undefined
  #isAwake = false
  /** Aborting it leaves the stream. Undefined when there is none. */
  #current: AbortController | undefined

  /**
   * @param start Opens the first stream, by starting what is read. It is not left before it is answered, even asleep: somebody asked for it.
   * It must be safe to call it again.
   */
  constructor(
    private readonly on: ReaderEvents<E>,
    private readonly read: Opening<E>,
    start?: Opening<E>,
  ) {
    this.#start = start
  }

  wake(): void {
    this.#isAwake = true
    if (!this.#current && !this.isOver) void this.#run()
  }

  sleep(): void {
    this.#isAwake = false
    if (!this.#start) this.#leave()
  }

  /** Tries again at once, if it waits to. */
  hurry(): void {
    if (!this.#current || this.connection !== 'lost') return
    this.#leave()
    void this.#run()
  }

  /** Reads no more, and tells nobody. */
  close(): void {
    this.isOver = true
    this.#leave()
  }

  #leave(): void {
    this.#current?.abort()
    this.#current = undefined
  }

  async #run(): Promise<void> {
    const current = new AbortController()
    const isLeft = () => this.#current !== current
    this.#current = current
    if (this.connection === 'open') this.#connect('connecting')
    let error: TokenrillError | undefined
    try {
      const stream = await (this.#start ?? this.read)({
        signal: current.signal,
        onConnect: () => isLeft() || this.#connect('open'),
        onReconnect: reconnection => isLeft() || this.#connect('lost', reconnection.error),
      })
      if (isLeft()) return stream.close()
      this.#start = undefined
      if (!this.#isAwake) {
        stream.close()
        return this.#leave()
      }
      for await (const event of stream) {
        if (isLeft()) return
        this.on.event(event)
      }
    } catch (reason) {
      error = asError(reason)
    }
    if (isLeft()) return
    this.isOver = true
    this.#current = undefined
    this.on.ended(error)
  }

  #connect(connection: Connection, lostBy?: TokenrillError): void {
    this.lostBy = lostBy
    if (this.connection === connection) return
    this.connection = connection
    this.on.connected()
  }
}

const asError = (reason: unknown): TokenrillError =>
  reason instanceof TokenrillError ? reason : new TokenrillError(String(reason), { code: 'unexpected_answer', cause: reason })
