import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One question to the model, to be answered by hand. */
export class Call {
  #isOpen = false

  constructor(
    /** What was asked, as OpenAI's clients say it. */
    readonly body: { readonly model: string; readonly messages: readonly { readonly role: string; readonly content: string }[] },
    private readonly response: ServerResponse,
  ) {}

  /** What the user said last. */
  get words(): string | undefined {
    return this.body.messages.at(-1)?.content
  }

  say(...words: readonly string[]): this {
    if (!this.#isOpen) this.response.writeHead(200, { 'content-type': 'text/event-stream' })
    this.#isOpen = true
    for (const content of words) this.#write({ choices: [{ index: 0, delta: { content } }] })
    return this
  }

  finish(): void {
    this.say()
    this.#write({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
    this.response.end('data: [DONE]\n\n')
  }

  #write(chunk: object): void {
    this.response.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', ...chunk })}\n\n`)
  }
}

/** A model server that says what a test makes it say, when it does. */
export async function startSpeaker() {
  const calls: Call[] = []
  const waiting: { readonly is: (call: Call) => boolean; readonly take: (call: Call) => void }[] = []
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(404).end()
    let body = ''
    for await (const piece of request) body += piece
    const call = new Call(JSON.parse(body), response)
    const next = waiting.findIndex(({ is }) => is(call))
    if (next < 0) calls.push(call)
    else waiting.splice(next, 1)[0]?.take(call)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const next = async (is: (call: Call) => boolean): Promise<Call> => {
    const first = calls.findIndex(is)
    return calls.splice(first, first < 0 ? 0 : 1)[0] ?? new Promise(take => waiting.push({ is, take }))
  }
  return {
    /** What makes a server ask it, as `speaker/…`. */
    options: {
      Tokenrill__Providers__speaker__Type: 'openai',
      Tokenrill__Providers__speaker__BaseUrl: url,
      Tokenrill__Models__default__0: 'speaker/m',
    },
    /** The next time it is asked with these words, now or when it comes. */
    asked: (words: string) => next(call => call.words === words),
    /** The next time that it is asked about these words. */
    told: (words: string) => next(call => call.words !== words && call.words?.includes(words) === true),
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

export type Speaker = Awaited<ReturnType<typeof startSpeaker>>
