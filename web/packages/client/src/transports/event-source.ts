import { lost } from '../errors.js'
import { Queue } from '../reading/queue.js'
import type { WireEvent } from '../reading/sse.js'
import { blindAddress } from './blind.js'
import type { Transport } from './transport.js'

/**
 * Reads with the browser's own EventSource. Where a key is set, it takes a read token for each connection.
 * @param source The class to use. Default: the environment's.
 */
export const overEventSource =
  (source?: typeof EventSource): Transport =>
  async (http, from) => {
    const address = await blindAddress(http, from)
    if (address === undefined) return undefined
    const connection = new (source ?? EventSource)(address)
    const queue = new Queue<WireEvent>()
    const close = () => {
      connection.close()
      queue.end()
    }
    for (const type of from.types)
      connection.addEventListener(type, event =>
        queue.push({ id: (event as MessageEvent).lastEventId, data: (event as MessageEvent).data }),
      )
    connection.onopen = () => from.onOpen?.()
    // It would reconnect by itself, from where it began and without a limit.
    connection.onerror = () => {
      connection.close()
      queue.end(lost())
    }
    from.signal.addEventListener('abort', close)
    return closing(queue, () => {
      from.signal.removeEventListener('abort', close)
      close()
    })
  }

/** The same, and at the end, whoever ends it, something more. */
export async function* closing<T>(items: AsyncIterable<T>, close: () => void): AsyncGenerator<T, void, undefined> {
  try {
    yield* items
  } finally {
    close()
  }
}
