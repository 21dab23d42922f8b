import { lost } from '../errors.js'
import type { Http } from '../http.js'
import { eventDecoder, type StreamNotes, type WireEvent } from './sse.js'

/** Lets go of an answer that nobody will read, so that its connection is not held. */
export const discard = (response: Response | undefined): void => void response?.body?.cancel().catch(() => {})

/** The events of an answer, until it ends or the signal is aborted.
 * @throws TokenrillError when it breaks, or is silent for too long. */
export async function* readBody(
  response: Response,
  http: Http,
  signal: AbortSignal,
  notes: StreamNotes,
): AsyncGenerator<WireEvent, void, undefined> {
  const reader = response.body?.getReader()
  if (!reader) return
  notes.onOpen?.()
  const decode = eventDecoder(notes)
  const leave = () => void reader.cancel().catch(() => {})
  // Whoever asked for this answer may have done so with another signal.
  signal.addEventListener('abort', leave)
  try {
    while (true) {
      const { done, value } = await withinSilence(reader.read(), http)
      if (done) return
      yield* decode(value)
    }
  } catch (error) {
    throw lost(error)
  } finally {
    signal.removeEventListener('abort', leave)
    leave()
  }
}

function withinSilence<T>(reading: Promise<T>, { clock, silence }: Http): Promise<T> {
  if (!silence) return reading
  return new Promise((resolve, reject) => {
    const cancel = clock.after(silence, () => reject(new Error('silence')))
    reading.then(resolve, reject).finally(cancel)
  })
}
