import { type Http, query } from '../http.js'
import { discard } from '../reading/body.js'
import type { ReadToken } from '../types/states.js'
import { askForEvents } from './fetch.js'
import type { ReadFrom } from './transport.js'

/**
 * Where a connection leads that can neither send a header nor see a status. What it could not see is asked before: whether
 * there is anything to read. Undefined when there is not.
 */
export async function blindAddress(http: Http, from: ReadFrom): Promise<string | undefined> {
  const response = await askForEvents(http, from)
  if (response.status === 204) return undefined
  discard(response)
  const token = http.hasKey ? (await http.json<ReadToken>('POST', `${from.path}/token`, { signal: from.signal })).token : undefined
  return `${http.base}${from.path}/events${query({ after: from.after, token })}`
}
