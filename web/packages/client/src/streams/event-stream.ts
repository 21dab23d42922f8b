import type { Http } from '../http.js'
import type { StreamOptions } from '../options.js'
import { follow, type Source } from '../reading/follow.js'

/** Called for events of one type each; `event` for all, before the one of its type. */
export type Callbacks<E extends { readonly type: string }> = {
  readonly [T in E['type']]?: (event: Extract<E, { readonly type: T }>) => void
} & { readonly event?: (event: E) => void }

/**
 * Events, each once and in order, over as many connections as it takes. Read it once: with `for await`, or with `each`.
 * Connects when it is read. Ends silently when it is closed or its signal is aborted; leaving the loop closes it.
 */
export class EventStream<E extends { readonly type: string }> implements AsyncIterable<E> {
  readonly #closing = new AbortController()
  readonly #events: AsyncGenerator<E, void, undefined>
  #isRead = false

  constructor(http: Http, source: Source<E>, options: StreamOptions = {}) {
    this.#closing.signal.addEventListener('abort', () => source.leave())
    this.#events = this.#follow(http, source, options)
  }

  /** @throws TokenrillError while it is read: the server refuses (401, 403, 404, 410 …), or too many attempts in a row have failed. */
  [Symbol.asyncIterator](): AsyncGenerator<E, void, undefined> {
    if (this.#isRead) throw new TypeError('A stream is read once; read the generation again for another.')
    this.#isRead = true
    return this.#events
  }

  /**
   * Reads to the end and calls back for each event; never after it was closed. Resolves at the end.
   * @throws TokenrillError as reading does, and whatever a callback throws.
   */
  async each(callbacks: Callbacks<E>): Promise<void> {
    const byType = callbacks as Readonly<Record<string, ((event: E) => void) | undefined>>
    for await (const event of this) {
      callbacks.event?.(event)
      if (!this.isClosed) byType[event.type]?.(event)
      if (this.isClosed) return
    }
  }

  /** Stops reading. What runs on the server goes on. */
  close(): void {
    this.#closing.abort()
  }

  /** Whether it was closed, or its signal aborted. */
  protected get isClosed(): boolean {
    return this.#closing.signal.aborted
  }

  async *#follow(http: Http, source: Source<E>, options: StreamOptions): AsyncGenerator<E, void, undefined> {
    const { signal } = options
    const close = () => this.close()
    if (signal?.aborted) close()
    signal?.addEventListener('abort', close)
    try {
      yield* follow(http, source, this.#closing.signal, options)
    } finally {
      signal?.removeEventListener('abort', close)
      close()
    }
  }
}
