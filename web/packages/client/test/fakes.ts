import type { Clock } from '../src/clock.js'

/** A clock that stands until it is turned. */
export class FakeClock implements Clock {
  #now = 0
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>()
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[] = []

  now(): number {
    return this.#now
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + milliseconds, callback }
    this.waits.push(milliseconds)
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** How many wait. */
  get waiting(): number {
    return this.#timers.size
  }

  /** Passes without calling anybody back, and then calls back what is due: a tab that slept. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#now)) {
      this.#timers.delete(timer)
      timer.callback()
    }
  }

  /** Turns it on, calling back what is due in its order, with all that follows from it at once. */
  async turn(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds
    await settled()
    while (true) {
      const [next] = [...this.#timers].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)
      if (!next) break
      this.#now = next.at
      this.#timers.delete(next)
      next.callback()
      await settled()
    }
    this.#now = until
  }
}

/** A clock whose waits are over at once, and kept. */
export class ImmediateClock implements Clock {
  readonly waits: number[] = []

  now(): number {
    return 0
  }

  after(milliseconds: number, callback: () => void): () => void {
    this.waits.push(milliseconds)
    let isCancelled = false
    queueMicrotask(() => !isCancelled && callback())
    return () => {
      isCancelled = true
    }
  }
}

/** Everything that waits for nothing but promises has run. */
export const settled = () => new Promise<void>(resolve => setImmediate(resolve))

/** An answer with a stream of events; it ends, or breaks, behind them. */
export function eventStream(text: string, headers: Record<string, string> = {}, breaks = false): Response {
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (text) controller.enqueue(new TextEncoder().encode(text))
      else if (breaks) controller.error(new TypeError('terminated'))
      else controller.close()
      text = ''
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream', ...headers } })
}

/** A problem document. */
export const problem = (status: number, code: string, members: object = {}, headers: Record<string, string> = {}) =>
  Response.json(
    { type: 'about:blank', title: 'T', status, detail: 'D', code, id: 'err_1', retryable: false, ...members },
    { status, headers },
  )

/** SSE lines of an event. */
export const sse = (generation: string, event: { readonly seq: number; readonly type: string; readonly [member: string]: unknown }) =>
  `id: ${generation}:${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`

export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: Record<string, unknown> | undefined
  readonly signal: AbortSignal | undefined
}

/** A fetch that answers from a list and keeps what it was asked. An error in the list is thrown. */
export function fakeFetch(...answers: (Response | Error | ((sent: Sent) => Response | Promise<Response>))[]) {
  const sent: Sent[] = []
  const fetch = async (url: RequestInfo | URL, init: RequestInit = {}) => {
    const request: Sent = {
      method: init.method ?? 'GET',
      url: String(url),
      headers: init.headers as Record<string, string>,
      body: init.body ? JSON.parse(String(init.body)) : undefined,
      signal: init.signal ?? undefined,
    }
    sent.push(request)
    const answer = answers.shift()
    if (!answer) throw new Error(`Nobody was to ask ${request.method} ${request.url}`)
    if (answer instanceof Error) throw answer
    return typeof answer === 'function' ? answer(request) : answer
  }
  return { fetch, sent }
}
