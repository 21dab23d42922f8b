import { type ClientOptions, systemClock, TokenrillClient } from '@tokenrill/client'
import { onTestFinished } from 'vitest'
import { FakeClock } from '../../client/test/fakes.js'
import { hurried, type Server } from '../../client/test/wire/server.js'
import { SessionStore } from '../src/session/session-store.js'
import type { SessionView } from '../src/session/session-view.js'
import type { Environment } from '../src/stores/environment.js'
import type { Views } from '../src/stores/store.js'

export { FakeClock, fakeFetch, settled } from '../../client/test/fakes.js'
export { hurried, relayTo, type Server, startServer } from '../../client/test/wire/server.js'

/** The first view that is so, of all that are published from now on and the one there is. */
export function until<V extends object>(store: Views<V>, is: (view: V) => boolean): Promise<V> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const view = store.getView()
      if (!is(view)) return
      clearTimeout(limit)
      leave()
      resolve(view)
    }
    const leave = store.subscribe(look)
    const limit = setTimeout(() => {
      leave()
      reject(new Error(`It never was so: ${is}\n${JSON.stringify(store.getView(), undefined, 1)}`))
    }, 60_000)
    look()
  })
}

/** A page whose visibility, frames and clock are in the hands of the test. */
export class FakePage implements Environment {
  readonly clock = new FakeClock()
  readonly random = () => 0
  readonly document = Object.assign(new EventTarget(), { hidden: false })
  readonly window = new EventTarget()
  readonly #frames = new Set<() => void>()

  readonly frame = (callback: () => void) => {
    this.#frames.add(callback)
    return () => this.#frames.delete(callback)
  }

  /** How many wait for the next frame. */
  get framed(): number {
    return this.#frames.size
  }

  paint(): void {
    for (const callback of [...this.#frames]) if (this.#frames.delete(callback)) callback()
  }

  turn(hidden: boolean): void {
    this.document.hidden = hidden
    this.document.dispatchEvent(new Event('visibilitychange'))
  }

  online(): void {
    this.window.dispatchEvent(new Event('online'))
  }
}

/** No page: what changes is published every 50 ms, and waits for attempts are short. */
export const nowhere: Environment = { clock: hurried, random: () => 0, document: undefined, window: undefined, frame: undefined }

/** A client, and what it asks. */
export function clientOf(server: Pick<Server, 'url'>, options: ClientOptions = {}) {
  const asked: { readonly call: string; readonly init: RequestInit }[] = []
  const fetch: typeof globalThis.fetch = (url, init = {}) => {
    const { pathname, search } = new URL(String(url))
    asked.push({ call: `${init.method ?? 'GET'} ${pathname}${search}`, init })
    return globalThis.fetch(url, init)
  }
  const client = new TokenrillClient({ url: server.url, fetch, clock: hurried, ...options })
  /** What was asked whose method and path match. */
  const find = (pattern: RegExp) => asked.filter(({ call }) => pattern.test(call))
  const count = (pattern: RegExp) => find(pattern).length
  return { client, find, count }
}

/** A session's store that is shown until the test ends, and all its views. */
export function follow(client: TokenrillClient, id: string, environment: Environment = nowhere) {
  const store = new SessionStore(client, id, environment)
  const views: SessionView[] = []
  onTestFinished(store.subscribe(() => views.push(store.getView())))
  return { store, views }
}

let sessions = 0
/** A name that no other test uses. */
export const newSession = () => `session-${++sessions}`

export const last = ({ messages }: SessionView) => messages.at(-1)
/** Whether the last message is an answer that stands so. */
export const ends =
  (status: string) =>
  (view: SessionView): boolean =>
    last(view)?.status === status
/** Whether the server's log has told of all messages: nothing of them changes any more but what is active. */
export const isConfirmed = ({ messages }: SessionView) => messages.every(({ id }) => id.startsWith('msg_'))
/** Whether the last message has come so far. */
export const says =
  (text: string) =>
  (view: SessionView): boolean =>
    last(view)?.text === text

export { systemClock }
