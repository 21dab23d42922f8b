import { overFetch, type Transport } from '@tokenrill/client'

type Events = NonNullable<Awaited<ReturnType<Transport>>>

/** Reads with `fetch`, and tells of the data of each event, exactly as it came, before anything is made of it. */
export const tapped =
  (came: (data: string) => void): Transport =>
  async (http, from) => {
    const events = await overFetch(http, from)
    return events && heard(events, came)
  }

async function* heard(events: Events, came: (data: string) => void): AsyncGenerator<{ readonly id: string; readonly data: string }, void, undefined> {
  for await (const event of events) {
    came(event.data)
    yield event
  }
}
