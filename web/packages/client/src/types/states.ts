import type { FinishReason, GenerationError, Stats, Usage } from './events.js'

/** How a generation stands. */
export type GenerationStatus = 'active' | 'completed' | 'failed' | 'cancelled' | 'superseded' | 'interrupted'

/** A tool call, as far as it has come. */
export interface ToolCall {
  readonly id: string
  readonly name: string
  /** JSON; complete when the generation is. */
  readonly arguments: string
}

/** A generation: what it has said so far and how it stands. */
export interface GenerationState {
  readonly id: string
  readonly status: GenerationStatus
  readonly model: string
  readonly session?: string
  readonly text?: string
  readonly reasoning?: string
  readonly tool_calls?: readonly ToolCall[]
  readonly finish_reason?: FinishReason
  /** Of one that was cancelled. */
  readonly reason?: string
  /** Of one that was superseded: the newer generation. */
  readonly by?: string
  readonly usage?: Usage
  readonly stats?: Stats
  readonly error?: GenerationError
  readonly created_at: string
  readonly ended_at?: string
  /** The sequence number of its last event so far. */
  readonly last_seq: number
  readonly readers: number
  readonly metadata?: Readonly<Record<string, string>>
}

/** A session: a conversation that generations take turns in. */
export interface SessionState {
  readonly id: string
  readonly title?: string
  /** How many messages it holds. */
  readonly messages: number
  readonly created_at: string
  readonly updated_at: string
}

/** A message of a session. */
export interface Message {
  readonly id: string
  readonly role: 'user' | 'assistant'
  readonly content: string
  readonly reasoning?: string
  /** Of an answer: the generation that says it. */
  readonly generation?: string
  /** Of an answer: how its generation stands. */
  readonly status?: GenerationStatus
  readonly created_at: string
}

/** What a model found in what was said. */
export interface Signal {
  readonly id: string
  readonly kind: 'assumption' | 'question' | 'claim' | 'constraint' | 'goal' | 'decision' | 'evidence' | (string & {})
  readonly text: string
  /** 0 to 1. */
  readonly confidence: number
  readonly message_id: string
  readonly created_at: string
  /** Present, and true, when somebody dismissed it. */
  readonly dismissed?: boolean
}

/** One page of a list. */
export interface Page<T> {
  readonly data: readonly T[]
  /** What to ask the next page with; absent on the last. */
  readonly next?: string
}

/** One page of a session's messages. */
export interface MessagePage extends Page<Message> {
  /** The last event of the session's log that these messages include: follow from there and miss nothing. */
  readonly last_seq: number
}

/** A variable of a recipe. */
export interface RecipeVariable {
  readonly name: string
  readonly type: string
  readonly description?: string
  readonly required: boolean
  readonly default?: string | number | boolean
  /** In characters. */
  readonly max_length?: number
  readonly min?: number
  readonly max?: number
  /** The values it may have. */
  readonly of?: readonly string[]
}

/** A named prompt template; a pipeline when it has stages. */
export interface Recipe {
  readonly name: string
  readonly description: string
  readonly variables: readonly RecipeVariable[]
  readonly model?: string
  readonly stages?: readonly { readonly recipe: string; readonly as: string }[]
}

/** A model that can be asked, or an alias. */
export interface Model {
  readonly id: string
  readonly object: 'model'
  readonly owned_by: string
}

/** Reads one generation, or the events of one session, where no header can be sent. */
export interface ReadToken {
  readonly token: string
  readonly expires_at: string
}
