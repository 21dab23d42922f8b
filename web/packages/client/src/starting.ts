import { pause } from './clock.js'
import { TokenrillError } from './errors.js'
import type { Http } from './http.js'
import type { StreamOptions } from './options.js'
import { discard } from './reading/body.js'
import { Backoff } from './reading/follow.js'
import { GenerationStream } from './streams/generation-stream.js'
import { overFetch } from './transports/fetch.js'
import type { Transport } from './transports/transport.js'

const never = new AbortController().signal

/** A body with an idempotency key, so that it can be sent again when the answer was lost. */
export const keyed = (body: object): object => ({ idempotency_key: idempotencyKey(), ...body })

/** A new key, for a start that may be repeated. `crypto.randomUUID` would do, but pages that come over plain HTTP do not have it. */
export const idempotencyKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')

/**
 * Sends what starts something, again and again while the server cannot be reached: the key in the body sees to it that it is started once.
 * @throws TokenrillError when the server refuses, or cannot be reached. The signal's reason, when it is aborted.
 */
export async function post(
  http: Http,
  path: string,
  body: object,
  options: StreamOptions,
  headers: Record<string, string>,
): Promise<Response> {
  const { signal, onReconnect } = options
  const backoff = new Backoff(http)
  while (true) {
    try {
      return await http.send('POST', path, { body, headers, signal })
    } catch (error) {
      if (!(error instanceof TokenrillError) || error.code !== 'connection_lost' || ++backoff.attempt > http.retries) throw error
      const delay = backoff.delay(error)
      onReconnect?.({ attempt: backoff.attempt, delay, error })
      await pause(http.clock, delay, signal ?? never)
      signal?.throwIfAborted()
    }
  }
}

/** Starts one generation. Its events come with the answer, or, over another transport, by a read of their own. */
export async function startGeneration(
  http: Http,
  transport: Transport,
  path: string,
  body: object,
  options: StreamOptions,
): Promise<GenerationStream> {
  const isFetch = transport === overFetch
  const headers: Record<string, string> = isFetch ? { accept: 'text/event-stream' } : { prefer: 'respond-async' }
  const response = await post(http, path, keyed(body), options, headers)
  const generation = generationOf(response)
  if (!isFetch) discard(response)
  return new GenerationStream(http, transport, generation, options, isFetch ? response : undefined)
}

/** The generation that an answer names. */
export function generationOf(response: Response): string {
  const generation = response.headers.get('tokenrill-generation')
  if (generation) return generation
  discard(response)
  throw new TokenrillError('What answered is not a Tokenrill server, or hides the header Tokenrill-Generation.', {
    code: 'unexpected_answer',
    status: response.status,
  })
}
