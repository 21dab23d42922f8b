import type { Box, BoxState } from './boxes'

/** What a box is called, and what it will do: said to people of 8 to 17 years. */
export interface StageWords {
  readonly title: string
  /** While it waits. */
  readonly before: string
  /** While it thinks. */
  readonly during: string
  /** Above its text, when it is done. */
  readonly after: string
}

/** The stages in their order. */
export const stageWords: readonly StageWords[] = [
  {
    title: 'Translation',
    before: 'First your idea is put into English. You can write in any language you like.',
    during: 'Finding English words for your idea …',
    after: 'Your idea in English:',
  },
  {
    title: 'Transformation',
    before: 'Then your idea meets the style you chose. It stays your idea, but you will see it in a new way.',
    during: 'Looking at your idea from another side …',
    after: 'Your idea, seen in a new way:',
  },
  {
    title: 'Safety check',
    before: 'Now comes a careful look: is it fine for everyone in the room?',
    during: 'Reading it carefully …',
    after: 'This is fine for everyone in the room:',
  },
  {
    title: 'Ready for the artwork',
    before: 'At the end you get a text that you can turn into a picture, a sound or a film.',
    during: 'Putting it all together …',
    after: 'Take these words and make your art:',
  },
]

/** A box's state in a word or two. */
export const stateWords: Readonly<Record<BoxState, string>> = {
  waiting: 'comes later',
  thinking: 'thinking',
  filling: 'writing',
  done: 'done',
  blocked: 'not this time',
  failed: 'did not work',
  stopped: 'stopped',
}

/** Where a model blocked without saying why. */
export const blockedWithoutReason = 'This one is not right for everyone in the room. You surely have another idea.'

/** What is read out when the stages go on; never their texts, which would be read a piece at a time. */
export function announcementOf(boxes: readonly Pick<Box, 'state'>[]): string {
  const titleAt = (at: number) => stageWords[at]?.title ?? ''
  const at = boxes.findIndex(({ state }) => state === 'thinking' || state === 'filling')
  if (at >= 0) return `Step ${at + 1} of ${boxes.length}: ${titleAt(at)}`
  if (boxes.at(-1)?.state === 'done') return 'Done. Your text is ready for the artwork.'
  const end = boxes.findIndex(({ state }) => state === 'blocked' || state === 'failed' || state === 'stopped')
  return end >= 0 ? `${titleAt(end)}: ${stateWords[(boxes[end] as Box).state]}` : ''
}
