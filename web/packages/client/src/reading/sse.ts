import { createParser } from 'eventsource-parser'

/** An event as it comes over the wire. */
export interface WireEvent {
  /** Its `id:`, or that of the last one that had any; empty before. */
  readonly id: string
  readonly data: string
}

/** Hears what is no event. */
export interface StreamNotes {
  /** The connection stands. */
  readonly onOpen?: (() => void) | undefined
  /** A `retry:` line, in milliseconds. */
  onRetry?(milliseconds: number): void
}

/** Turns the bytes of an event stream, however they are split, into its events: https://html.spec.whatwg.org/multipage/server-sent-events.html. */
export function eventDecoder(notes: StreamNotes = {}): (bytes: Uint8Array) => WireEvent[] {
  const utf8 = new TextDecoder()
  let events: WireEvent[] = []
  let id = ''
  let endsInReturn = false
  const parser = createParser({
    onRetry: milliseconds => notes.onRetry?.(milliseconds),
    onEvent(event) {
      id = event.id ?? id
      events.push({ id, data: event.data })
    },
  })
  return bytes => {
    let text = utf8.decode(bytes, { stream: true })
    // The parser waits behind a carriage return for what follows; an event that ends in one would come late, or never.
    if (endsInReturn && text.startsWith('\n')) text = text.slice(1)
    else if (!text) return []
    endsInReturn = text.endsWith('\r')
    parser.feed(text.replace(/\r\n?/g, '\n'))
    const complete = events
    events = []
    return complete
  }
}
