import { retryAfterOf } from './errors.js'
import { type Http, path, query } from './http.js'
import type { CallOptions, ReadOptions, StreamOptions } from './options.js'
import type { Polled } from './poller.js'
import { SessionSource } from './reading/session-source.js'
import { startGeneration } from './starting.js'
import { EventStream } from './streams/event-stream.js'
import type { GenerationStream } from './streams/generation-stream.js'
import type { Transport } from './transports/transport.js'
import type { SendRequest } from './types/requests.js'
import type { SessionEvent } from './types/session-events.js'
import type { GenerationState, MessagePage, Page, ReadToken, SessionState, Signal } from './types/states.js'

/** The caller's sessions. Every call throws `TokenrillError`; `not_found` when there is no such session. */
export class Sessions {
  readonly #http: Http
  readonly #transport: Transport

  /** @internal */
  constructor(http: Http, transport: Transport) {
    this.#http = http
    this.#transport = transport
  }

  /** One page of them, newest first. `limit` defaults to 50; `before` is the `next` of the page before. */
  list({ limit, before, signal }: { readonly limit?: number; readonly before?: string } & CallOptions = {}): Promise<Page<SessionState>> {
    return this.#http.json('GET', `/v1/sessions${query({ limit, before })}`, { signal })
  }

  /** Creates one; one by that id that exists stays as it is. `id` has 1 to 128 characters and defaults to a new one, `title` up to 200. */
  create(session: { readonly id?: string; readonly title?: string } = {}, { signal }: CallOptions = {}): Promise<SessionState> {
    return this.#http.json('POST', '/v1/sessions', { body: session, signal })
  }

  get(id: string, { signal }: CallOptions = {}): Promise<SessionState> {
    return this.#http.json('GET', path`/v1/sessions/${id}`, { signal })
  }

  /** Another title, of 1 to 200 characters. */
  rename(id: string, title: string, { signal }: CallOptions = {}): Promise<SessionState> {
    return this.#http.json('PATCH', path`/v1/sessions/${id}`, { body: { title }, signal })
  }

  /** Stops what runs there; its messages, its log and its generations are gone. */
  delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    return this.#http.json('DELETE', path`/v1/sessions/${id}`, { signal })
  }

  /** One page of its messages, oldest first. `limit` defaults to 1,000; `after` is the `next` of the page before. */
  messages(
    id: string,
    { limit, after, signal }: { readonly limit?: number; readonly after?: string } & CallOptions = {},
  ): Promise<MessagePage> {
    return this.#http.json('GET', path`/v1/sessions/${id}/messages` + query({ limit, after }), { signal })
  }

  /** Says something and starts the answer. Resolves when the server has accepted it. */
  send(id: string, message: SendRequest, options: StreamOptions = {}): Promise<GenerationStream> {
    return startGeneration(this.#http, this.#transport, path`/v1/sessions/${id}/messages`, message, options)
  }

  /** What runs there; undefined when nothing does. */
  active(id: string, { signal }: CallOptions = {}): Promise<GenerationState | undefined> {
    return this.#http.json('GET', path`/v1/sessions/${id}/active`, { signal })
  }

  /** Stops what runs there; undefined when nothing did. */
  stop(id: string, { signal }: CallOptions = {}): Promise<GenerationState | undefined> {
    return this.#http.json('POST', path`/v1/sessions/${id}/stop`, { signal })
  }

  /**
   * What happens there, from behind `after`, or from the earliest event kept. Goes on until it is closed.
   * While it is read, `not_found` and `cursor_expired` say that the session was deleted, or that events are missing: list the messages
   * again and follow from their `last_seq`.
   */
  events(id: string, options: ReadOptions = {}): EventStream<SessionEvent> {
    return new EventStream(this.#http, new SessionSource(this.#http, this.#transport, id, options.after), options)
  }

  /** Its signals, oldest first, unless they are as they were when the server gave this `etag`. To ask again and again, use `poller`. */
  async signals(id: string, { etag, signal }: { readonly etag?: string | undefined } & CallOptions = {}): Promise<Polled<Signal>> {
    const response = await this.#http.send('GET', path`/v1/sessions/${id}/signals`, {
      headers: etag ? { 'if-none-match': etag } : {},
      signal,
    })
    const { data } = response.status === 304 ? {} : ((await response.json()) as { data?: Signal[] })
    return { data, etag: response.headers.get('etag') ?? etag, retryAfter: retryAfterOf(response) }
  }

  /** A signal is of no use. It stays in the list, marked. */
  dismiss(id: string, signalId: string, { signal }: CallOptions = {}): Promise<Signal> {
    return this.#http.json('POST', path`/v1/sessions/${id}/signals/${signalId}/dismiss`, { signal })
  }

  /** Reads the events of this one session for five minutes, as `?token=`. */
  token(id: string, { signal }: CallOptions = {}): Promise<ReadToken> {
    return this.#http.json('POST', path`/v1/sessions/${id}/token`, { signal })
  }
}
