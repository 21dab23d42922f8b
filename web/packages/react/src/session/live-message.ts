import type { GenerationError, GenerationStatus, Stats, TokenrillError, ToolCall, Usage } from '@tokenrill/client'

/** A message as it stands, live. Another object when anything of it has changed, and only then. */
export interface LiveMessage {
  /** The server's id; of one that it has not confirmed yet a local one, which begins with `local-`. */
  readonly id: string
  /** For lists of React: the same from the first showing on, also when the server's id comes. */
  readonly key: string
  readonly role: 'user' | 'assistant'
  readonly text: string
  /** What the model thought before it answered. */
  readonly reasoning: string
  /** ISO 8601 in UTC. */
  readonly createdAt: string
  /** Of an answer: the generation that says it. */
  readonly generation: string | undefined
  /** `provider/model`; known of answers that were seen starting. */
  readonly model: string | undefined
  /** Of an answer: how it stands. Of what the user said: whether the server has it. */
  readonly status: 'sending' | 'sent' | 'unsent' | GenerationStatus
  /** Why it is `unsent`, or, when that is known, why it `failed` or could not be read on. */
  readonly error: TokenrillError | GenerationError | undefined
  readonly toolCalls: readonly ToolCall[]
  /** What the provider counted, in tokens. */
  readonly usage: Usage | undefined
  readonly stats: Stats | undefined
  /** Active, and nothing said yet: no text, no reasoning. */
  readonly isThinking: boolean
}
