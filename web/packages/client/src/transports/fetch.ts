import { query } from '../http.js'
import { readBody } from '../reading/body.js'
import type { Transport } from './transport.js'

/** Reads with `fetch`: works everywhere, sends headers, sees every status and every heartbeat. */
export const overFetch: Transport = async (http, from) => {
  const { lastEventId, signal } = from
  const response = await http.send('GET', `${from.path}/events${lastEventId ? '' : query({ after: from.after })}`, {
    headers: { accept: 'text/event-stream', ...(lastEventId && { 'last-event-id': lastEventId }) },
    signal,
  })
  return response.status === 204 ? undefined : readBody(response, http, from)
}
