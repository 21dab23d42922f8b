import type { Message } from '@tokenrill/client'
import { problem } from '../../client/test/fakes.js'

export { problem }

/** An event stream that says what a test makes it say. */
export class FakeStream {
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  isLeft = false
  readonly #waiting: string[] = []

  constructor(private readonly headers: Record<string, string> = {}) {}

  say(...events: readonly { readonly seq: number; readonly type: string; readonly [member: string]: unknown }[]): this {
    for (const event of events) this.#write(`data: ${JSON.stringify(event)}\n\n`)
    return this
  }

  /** As a cut cable does. */
  break(): void {
    this.#controller?.error(new TypeError('terminated'))
  }

  answer(signal: AbortSignal | null | undefined): Response {
    const leave = () => {
      this.isLeft = true
      this.#controller?.error(signal?.reason)
    }
    const body = new ReadableStream<Uint8Array>({
      start: controller => {
        this.#controller = controller
        for (const text of this.#waiting) this.#write(text)
        signal?.addEventListener('abort', leave)
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream', ...this.headers } })
  }

  #write(text: string): void {
    if (this.#controller) this.#controller.enqueue(new TextEncoder().encode(text))
    else this.#waiting.push(text)
  }
}

export interface Asked {
  readonly call: string
  readonly url: URL
  readonly body: Record<string, unknown> | undefined
  readonly signal: AbortSignal | undefined
}

type Answer = Response | FakeStream | Error | ((asked: Asked) => Response | FakeStream | Promise<Response | FakeStream>)

/** A server that answers what a test makes it answer. */
export class FakeServer {
  readonly url = 'http://s'
  readonly asked: Asked[] = []
  readonly #answers = new Map<string, Answer[]>()

  /** The answers to a call, one after the other; the last one for good. */
  on(call: string, ...answers: readonly Answer[]): this {
    this.#answers.set(call, [...answers])
    return this
  }

  /** A session `s` with these messages, whose log says what the stream says. */
  holds(messages: readonly Message[], last_seq: number, ...streams: readonly FakeStream[]): this {
    return this.on('GET /v1/sessions/s', () => Response.json({ id: 's', title: 'S', messages: messages.length }))
      .on('GET /v1/sessions/s/messages', () => Response.json({ data: messages, last_seq }))
      .on('GET /v1/sessions/s/events', ...streams)
  }

  /** Whatever was asked so. */
  find(call: string): readonly Asked[] {
    return this.asked.filter(asked => asked.call === call)
  }

  readonly fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const url = new URL(String(input))
    const call = `${init.method ?? 'GET'} ${url.pathname}`
    const asked = { call, url, body: init.body ? JSON.parse(String(init.body)) : undefined, signal: init.signal ?? undefined }
    this.asked.push(asked)
    const answers = this.#answers.get(call)
    const answer = answers && answers.length > 1 ? answers.shift() : answers?.[0]
    if (!answer) return problem(404, 'not_found')
    if (answer instanceof Error) throw answer
    const given = typeof answer === 'function' ? await answer(asked) : answer
    if (given instanceof FakeStream) return given.answer(init.signal)
    return given.bodyUsed ? Response.error() : given.clone()
  }
}

const at = '2026-11-21T12:00:00.000Z'

export const user = (id: string, content: string): Message => ({ id, role: 'user', content, created_at: at })
export const answer = (id: string, generation: string, status: NonNullable<Message['status']>, content = ''): Message => ({
  id,
  role: 'assistant',
  content,
  generation,
  status,
  created_at: at,
})

/** What a session's log says of a turn: what was said, and that its answer begins. */
export const turn = (seq: number, words: string, generation: string) => [
  { seq, type: 'message.created', at, message: user(`msg_${seq}`, words) },
  { seq: seq + 1, type: 'message.created', at, message: answer(`msg_${seq + 1}`, generation, 'active') },
  { seq: seq + 2, type: 'generation.started', at, generation, message_id: `msg_${seq + 1}`, model: 'm' },
]

/** What the log of an answer says from its beginning. */
export const said = (generation: string, ...words: readonly string[]) => [
  { seq: 1, type: 'started', generation, model: 'm', at },
  ...words.map((text, index) => ({ seq: index + 2, type: 'text', text })),
]
