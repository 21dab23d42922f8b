import { type GenerationEvent, isTerminal, type TerminalEvent, type Usage } from '../types/events.js'
import type { ToolCall } from '../types/states.js'

/** What a generation said, as far as it was read. */
export interface Answer {
  readonly generation: string
  readonly text: string
  readonly reasoning: string
  readonly toolCalls: readonly ToolCall[]
  readonly usage: Usage | undefined
  /** How it ended; undefined while it has not, or when reading was closed before. */
  readonly end: TerminalEvent | undefined
}

/** An answer of which nothing was said yet. */
export const emptyAnswer = (generation: string): Answer => ({
  generation,
  text: '',
  reasoning: '',
  toolCalls: [],
  usage: undefined,
  end: undefined,
})

/** The answer with one event more; the same one when the event is another generation's. Changes nothing in place. */
export function reduceAnswer(answer: Answer, event: GenerationEvent): Answer {
  if (event.generation !== answer.generation) return answer
  if (isTerminal(event)) return { ...answer, end: event }
  switch (event.type) {
    case 'text':
      return { ...answer, text: answer.text + event.text }
    case 'reasoning':
      return { ...answer, reasoning: answer.reasoning + event.text }
    case 'usage':
      return { ...answer, usage: event }
    case 'tool_call': {
      const toolCalls = [...answer.toolCalls]
      const { id, name, arguments: before } = toolCalls[event.index] ?? { id: '', name: '', arguments: '' }
      toolCalls[event.index] = { id: event.id ?? id, name: event.name ?? name, arguments: before + event.arguments }
      return { ...answer, toolCalls }
    }
    default:
      return answer
  }
}
