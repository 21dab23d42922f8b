import type { Clock } from './clock.js'
import type { TokenrillError } from './errors.js'
import type { Transport } from './transports/transport.js'

/** How a client reaches its server, and what it is made of. */
export interface ClientOptions {
  /** Where the server listens, such as `http://127.0.0.1:5210`. Default: where the page comes from; outside of a browser it must be given. */
  readonly url?: string
  /** An API key, for a server that wants one. Keep it out of pages: there, let a proxy of your own add it. */
  readonly key?: string
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>
  /** How events are read. Default: `overFetch`. */
  readonly transport?: Transport
  /** How many attempts in a row may fail before a call or a stream gives up, from 0. Default: 8, which is about a minute. */
  readonly retries?: number
  /** Milliseconds of silence, heartbeats included, after which a connection is taken for dead; 0 for never. Default: 45,000, three heartbeats. Only `overFetch` can tell. */
  readonly silence?: number
  /** Default: the environment's. */
  readonly fetch?: typeof globalThis.fetch
  /** Default: the machine's clock. */
  readonly clock?: Clock
  /** Gives numbers from 0 to below 1, for the jitter. Default: `Math.random`. */
  readonly random?: () => number
}

/** What can be said of one call. */
export interface CallOptions {
  /** Ends the call; what runs on the server goes on. */
  readonly signal?: AbortSignal | undefined
}

/** A connection broke, or could not be made, and is made anew. */
export interface Reconnection {
  /** How many attempts in a row have failed, from 1. */
  readonly attempt: number
  /** Milliseconds until the next one. */
  readonly delay: number
  readonly error: TokenrillError
}

/** What can be said of one stream. */
export interface StreamOptions {
  /** Ends the stream, silently; what runs on the server goes on. */
  readonly signal?: AbortSignal | undefined
  /** Told before each wait for another attempt. */
  readonly onReconnect?: ((reconnection: Reconnection) => void) | undefined
  /** Told whenever a connection stands, the first one and each after. Events may be long in coming. */
  readonly onConnect?: (() => void) | undefined
}

/** What can be said of a read. */
export interface ReadOptions extends StreamOptions {
  /** The last sequence number that was processed; what comes behind it is delivered. Default: 0 of a generation, the earliest kept of a session. */
  readonly after?: number | undefined
}
