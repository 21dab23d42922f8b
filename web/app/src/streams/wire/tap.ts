import { overFetch, type Transport } from '@tokenrill/client'

type Events = NonNullable<Awaited<ReturnType<Transport>>>

/** Hears what comes over the wire. */
export interface Tap {
  /** A connection stands. */
  connected(): void
  /** The data of an event, exactly as it came, before anything is made of it. */
  came(data: string): void
}

/** Reads with `fetch`, and lets somebody hear what comes. */
export const tapped =
  (tap: Tap): Transport =>
  async (http, from) => {
    const events = await overFetch(http, from)
    if (!events) return undefined
    tap.connected()
    return heard(events, tap)
  }

async function* heard(events: Events, tap: Tap): AsyncGenerator<{ readonly id: string; readonly data: string }, void, undefined> {
  for await (const event of events) {
    tap.came(event.data)
    yield event
  }
}
