import { lost } from '../errors.js'
import type { Http } from '../http.js'
import { eventDecoder, type StreamNotes, type WireEvent } from './sse.js'

/** The events of an answer, until it ends.
 * @throws TokenrillError when it breaks, or is silent for too long. */
export async function* readBody(response: Response, http: Http, notes: StreamNotes): AsyncGenerator<WireEvent, void, undefined> {
  const reader = response.body?.getReader()
  if (!reader) return
  const decode = eventDecoder(notes)
  try {
    while (true) {
      const { done, value } = await withinSilence(reader.read(), http)
      if (done) return
      yield* decode(value)
    }
  } catch (error) {
    throw lost(error)
  } finally {
    reader.cancel().catch(() => {})
  }
}

function withinSilence<T>(reading: Promise<T>, { clock, silence }: Http): Promise<T> {
  if (!silence) return reading
  return new Promise((resolve, reject) => {
    const cancel = clock.after(silence, () => reject(new Error('silence')))
    reading.then(resolve, reject).finally(cancel)
  })
}
