import { lost } from '../errors.js'
import { Queue } from '../reading/queue.js'
import type { WireEvent } from '../reading/sse.js'
import { blindAddress } from './blind.js'
import { closing } from './event-source.js'
import { overFetch } from './fetch.js'
import type { Transport } from './transport.js'

/**
 * Reads generations over a WebSocket, for networks that let nothing else through; sessions have none and are read with `fetch`.
 * Where a key is set, it takes a read token for each connection.
 * @param socket The class to use. Default: the environment's; Node has one from version 22.
 */
export const overWebSocket =
  (socket?: typeof WebSocket): Transport =>
  async (http, from) => {
    if (!from.path.startsWith('/v1/generations/')) return overFetch(http, from)
    const address = await blindAddress(http, from)
    if (address === undefined) return undefined
    const connection = new (socket ?? WebSocket)(new URL(address, globalThis.location?.href).href.replace(/^http/, 'ws'))
    const queue = new Queue<WireEvent>()
    const close = () => {
      connection.close()
      queue.end()
    }
    connection.onopen = () => from.onOpen?.()
    connection.onmessage = ({ data }) => queue.push({ id: '', data: String(data) })
    connection.onclose = () => queue.end(lost())
    from.signal.addEventListener('abort', close)
    return closing(queue, () => {
      from.signal.removeEventListener('abort', close)
      close()
    })
  }
