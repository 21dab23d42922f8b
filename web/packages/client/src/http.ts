import { type Clock, systemClock } from './clock.js'
import { errorOf, lost } from './errors.js'
import type { CallOptions, ClientOptions } from './options.js'

/** What a request has beside its method and path. */
export interface RequestParts extends CallOptions {
  readonly headers?: Record<string, string> | undefined
  /** Sent as JSON. */
  readonly body?: unknown
}

/** Requests to one server. */
export class Http {
  readonly base: string
  readonly clock: Clock
  readonly random: () => number
  readonly retries: number
  readonly silence: number
  readonly hasKey: boolean
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    this.base = (options.url ?? '').replace(/\/+$/, '')
    this.clock = options.clock ?? systemClock
    this.random = options.random ?? Math.random
    this.retries = options.retries ?? 8
    this.silence = options.silence ?? 45_000
    this.hasKey = options.key !== undefined
    this.#options = options
  }

  /**
   * Sends a request.
   * @throws TokenrillError for any status but 2xx and 304, and when the server cannot be reached. The signal's reason, when it is aborted.
   */
  async send(method: string, path: string, { headers, body, signal }: RequestParts = {}): Promise<Response> {
    const { key, headers: always, fetch = globalThis.fetch } = this.#options
    let response: Response
    try {
      response = await fetch(this.base + path, {
        method,
        headers: {
          accept: 'application/json',
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...always,
          ...headers,
        },
        // An answer is never taken from the browser's cache: who polls sends the ETag himself.
        cache: 'no-store',
        signal: signal ?? null,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    } catch (error) {
      signal?.throwIfAborted()
      throw lost(error)
    }
    if (response.ok || response.status === 304) return response
    throw await errorOf(response)
  }

  /** The JSON that a request is answered with; undefined when the answer is empty (204). */
  async json<T>(method: string, path: string, parts?: RequestParts): Promise<T> {
    const response = await this.send(method, path, parts)
    try {
      const text = await response.text()
      return (text ? JSON.parse(text) : undefined) as T
    } catch (error) {
      parts?.signal?.throwIfAborted()
      throw lost(error)
    }
  }
}

/** A path of which some parts may hold any character. */
export const path = (strings: TemplateStringsArray, ...parts: string[]): string =>
  String.raw({ raw: strings }, ...parts.map(encodeURIComponent))

/** A query of what is not undefined, with its question mark. */
export function query(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value !== undefined) search.set(name, String(value))
  const text = String(search)
  return text && `?${text}`
}
