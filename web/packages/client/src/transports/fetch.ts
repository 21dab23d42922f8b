import { type Http, query } from '../http.js'
import { readBody } from '../reading/body.js'
import type { ReadFrom, Transport } from './transport.js'

/** Asks for the events behind the last one. */
export const askForEvents = (http: Http, { path, after, lastEventId, signal }: ReadFrom): Promise<Response> =>
  http.send('GET', `${path}/events${lastEventId ? '' : query({ after })}`, {
    headers: { accept: 'text/event-stream', ...(lastEventId && { 'last-event-id': lastEventId }) },
    signal,
  })

/** Reads with `fetch`: works everywhere, sends headers, sees every status and every heartbeat. */
export const overFetch: Transport = async (http, from) => {
  const response = await askForEvents(http, from)
  return response.status === 204 ? undefined : readBody(response, http, from.signal, from)
}
