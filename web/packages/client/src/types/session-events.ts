import type { GenerationStatus, Message, Signal } from './states.js'

/** What every event of a session has. */
export interface SessionEventBase {
  /** The sequence number in the session's log. */
  readonly seq: number
  /** When, as ISO 8601 in UTC. */
  readonly at: string
}

/** Somebody said something. */
export interface MessageCreatedEvent extends SessionEventBase {
  readonly type: 'message.created'
  readonly message: Message
}

/** The session has another title. */
export interface TitleChangedEvent extends SessionEventBase {
  readonly type: 'title.changed'
  readonly title: string
}

/** An answer begins: read its generation. */
export interface GenerationStartedEvent extends SessionEventBase {
  readonly type: 'generation.started'
  readonly generation: string
  readonly message_id: string
  readonly model: string
}

/** An answer has ended. */
export interface GenerationEndedEvent extends SessionEventBase {
  readonly type: 'generation.ended'
  readonly generation: string
  readonly message_id: string
  readonly status: Exclude<GenerationStatus, 'active'>
}

/** A signal was found. */
export interface SignalCreatedEvent extends SessionEventBase {
  readonly type: 'signal.created'
  readonly signal: Signal
}

/** A signal was dismissed. */
export interface SignalDismissedEvent extends SessionEventBase {
  readonly type: 'signal.dismissed'
  readonly signal_id: string
}

/** An event of a session's log, told apart by `type`. */
export type SessionEvent =
  | MessageCreatedEvent
  | TitleChangedEvent
  | GenerationStartedEvent
  | GenerationEndedEvent
  | SignalCreatedEvent
  | SignalDismissedEvent

/** The types of a session's events. */
export const sessionEvents: readonly string[] = [
  'message.created',
  'title.changed',
  'generation.started',
  'generation.ended',
  'signal.created',
  'signal.dismissed',
] satisfies SessionEvent['type'][]
