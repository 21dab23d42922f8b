/** A part of a message. What a provider does not know is refused by the server, never dropped. */
export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }

/** A call of a tool, in OpenAI's shape. */
export interface ToolCallPart {
  readonly id: string
  readonly type: 'function'
  readonly function: { readonly name: string; readonly arguments: string }
}

/** A message of a conversation. */
export type PromptMessage =
  | { readonly role: 'system' | 'user'; readonly content: string | readonly ContentPart[] }
  | { readonly role: 'assistant'; readonly content?: string | readonly ContentPart[]; readonly tool_calls?: readonly ToolCallPart[] }
  | { readonly role: 'tool'; readonly content: string | readonly ContentPart[]; readonly tool_call_id: string }

/** A tool that the model may call, in OpenAI's shape. */
export interface Tool {
  readonly type: 'function'
  readonly function: { readonly name: string; readonly description?: string; readonly parameters?: object }
}

/** Deadlines in seconds; they may only shorten the server's. */
export interface Deadlines {
  readonly connect?: number
  readonly first_token?: number
  readonly between_tokens?: number
  readonly total?: number
}

/** What can be said of any run: of a model, of a message's answer, of a recipe. */
export interface RunRequest {
  /** `provider/model`, or an alias. Default: the alias `default`, or the recipe's model. */
  readonly model?: string
  /** What to do when the session has an active generation. Default: `supersede`. */
  readonly on_busy?: 'supersede' | 'reject' | 'attach'
  /** What losing the last reader does. Default: `continue`. */
  readonly on_disconnect?: 'continue' | 'cancel'
  /** At most this many tokens of output, from 1. */
  readonly max_tokens?: number
  /** 0 to 2. */
  readonly temperature?: number
  readonly deadlines?: Deadlines
  /** 1 to 128 characters: the same key again gives the same generation. Default: a random one, so that a start whose answer was lost is repeated safely. */
  readonly idempotency_key?: string
  /** Up to 16 strings, found again in the state. */
  readonly metadata?: Readonly<Record<string, string>>
}

/** What can be said of a run of a model. */
export interface ModelRequest extends RunRequest {
  /** Instructions that come before the conversation. */
  readonly system?: string
  /** 0 to 1. */
  readonly top_p?: number
  /** Up to 16 texts that end the answer. */
  readonly stop?: readonly string[]
  readonly seed?: number
  readonly tools?: readonly Tool[]
  readonly tool_choice?: 'none' | 'auto' | 'required' | object
  readonly response_format?: object
}

/** Starts a generation: one user message, or a whole conversation. */
export type StartRequest = ModelRequest & {
  /** The session to take part in, 1 to 128 characters: one active generation at a time. */
  readonly session?: string
} & (
    | { readonly prompt: string; readonly messages?: never }
    | { readonly messages: readonly PromptMessage[]; readonly prompt?: never; readonly system?: never }
  )

/** What the user says in a session, and how it is to be answered. */
export interface SendRequest extends ModelRequest {
  readonly content: string
}

/** Runs a recipe. */
export interface RecipeRequest extends RunRequest {
  /** Its variables by name. */
  readonly variables?: Readonly<Record<string, string | number | boolean>>
  /** The session to take part in, 1 to 128 characters. */
  readonly session?: string
}
