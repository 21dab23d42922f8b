/** What every event of a generation has. */
export interface EventBase {
  /** The sequence number in the generation's log: 1, 2, 3, … without a gap. */
  readonly seq: number
  /** The generation that says this. Whoever shows several can tell by it what belongs where. */
  readonly generation: string
}

/** The first event: the generation runs. */
export interface StartedEvent extends EventBase {
  readonly type: 'started'
  readonly session?: string
  /** `provider/model`. */
  readonly model: string
  /** When, as ISO 8601 in UTC. */
  readonly at: string
}

/** The provider accepted (`thinking`), or another model of the alias is asked instead (`switched`). Other statuses may come; ignore them. */
export interface StatusEvent extends EventBase {
  readonly type: 'status'
  readonly status: 'thinking' | 'switched' | (string & {})
  /** With `switched`: the model asked instead. */
  readonly model?: string
}

/** A piece of the answer; it never ends inside a character. */
export interface TextEvent extends EventBase {
  readonly type: 'text'
  readonly text: string
}

/** A piece of what the model thought before it answered. */
export interface ReasoningEvent extends EventBase {
  readonly type: 'reasoning'
  readonly text: string
}

/** A piece of a tool call. The `arguments` of all events with one `index`, joined, are the call's arguments. */
export interface ToolCallEvent extends EventBase {
  readonly type: 'tool_call'
  /** Which call of this answer, from 0. */
  readonly index: number
  /** Only in the call's first piece. */
  readonly id?: string
  /** Only in the call's first piece. */
  readonly name?: string
  readonly arguments: string
}

/** What the provider counted, in tokens. */
export interface Usage {
  readonly input_tokens: number
  readonly output_tokens: number
  readonly reasoning_tokens: number
}

/** What the provider counted; absent when it did not. */
export interface UsageEvent extends EventBase, Usage {
  readonly type: 'usage'
}

/** How it went. Times in milliseconds; what could not be measured is absent. */
export interface Stats {
  readonly first_token_ms?: number
  readonly duration_ms: number
  readonly tokens_per_second?: number
  /** Unicode code points of the text. */
  readonly characters: number
  /** Events with output. */
  readonly chunks: number
}

/** Why a generation failed. */
export interface GenerationError {
  /** An {@link ErrorCode}, or one that this version does not know. */
  readonly code: string
  /** A sentence for people, safe to show. */
  readonly message: string
  /** Found in the server's log. */
  readonly id: string
  readonly retryable: boolean
  /** Seconds after which trying again makes sense. */
  readonly retry_after?: number
}

/** Why a provider finished. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | (string & {})

/** The end: the model said all it had to say. */
export interface CompletedEvent extends EventBase {
  readonly type: 'completed'
  readonly finish_reason: FinishReason
  readonly stats?: Stats
}

/** The end: it failed. What it had said stays said. */
export interface FailedEvent extends EventBase {
  readonly type: 'failed'
  readonly error: GenerationError
  readonly stats?: Stats
}

/** The end: somebody stopped it, or its last reader left and it was to end then. */
export interface CancelledEvent extends EventBase {
  readonly type: 'cancelled'
  readonly reason?: 'stop' | 'disconnect' | (string & {})
}

/** The end: a newer generation took its session. */
export interface SupersededEvent extends EventBase {
  readonly type: 'superseded'
  /** The newer generation. */
  readonly by?: string
}

/** The end: the server went away. */
export interface InterruptedEvent extends EventBase {
  readonly type: 'interrupted'
}

/** The last event of a generation; there is exactly one. */
export type TerminalEvent = CompletedEvent | FailedEvent | CancelledEvent | SupersededEvent | InterruptedEvent

/** An event of a generation, told apart by `type`. */
export type GenerationEvent = StartedEvent | StatusEvent | TextEvent | ReasoningEvent | ToolCallEvent | UsageEvent | TerminalEvent

const terminal: readonly string[] = ['completed', 'failed', 'cancelled', 'superseded', 'interrupted'] satisfies TerminalEvent['type'][]

/** The types of a generation's events. */
export const generationEvents: readonly string[] = [
  ...(['started', 'status', 'text', 'reasoning', 'tool_call', 'usage'] satisfies GenerationEvent['type'][]),
  ...terminal,
]

/** Whether an event is the last of its generation. */
export const isTerminal = (event: { readonly type: string }): event is TerminalEvent => terminal.includes(event.type)
