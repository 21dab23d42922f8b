import { type Http, path } from '../http.js'
import type { Transport } from '../transports/transport.js'
import { type SessionEvent, sessionEvents } from '../types/session-events.js'
import { LogSource } from './log-source.js'
import type { ParsedEvent } from './parse.js'

/** The log of one session. It has no last event: it stays open until the session is deleted. */
export class SessionSource extends LogSource<SessionEvent> {
  protected readonly types = sessionEvents

  constructor(http: Http, transport: Transport, id: string, after?: number) {
    super(http, transport, path`/v1/sessions/${id}`, after)
  }

  override isLast(): boolean {
    return false
  }

  override async settle(): Promise<undefined> {}

  protected override isOurs(): boolean {
    return true
  }

  protected override complete(event: ParsedEvent): SessionEvent {
    return event as SessionEvent
  }
}
