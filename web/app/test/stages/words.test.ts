import { describe, expect, it } from 'vitest'
import { type BoxState, boxCount } from '@/stages/boxes'
import { announcementOf, stageWords } from '@/stages/words'

const said = (...states: BoxState[]) => announcementOf(states.map(state => ({ state })))

describe('what is read out', () => {
  it('is the step, once, whether it thinks or writes', () => {
    expect(said('done', 'thinking', 'waiting', 'waiting')).toBe('Step 2 of 4: Transformation')
    expect(said('done', 'filling', 'waiting', 'waiting')).toBe('Step 2 of 4: Transformation')
  })

  it('is how it ended', () => {
    expect(said('done', 'done', 'done', 'done')).toContain('ready for the artwork')
    expect(said('done', 'done', 'blocked', 'waiting')).toBe('Safety check: not this time')
    expect(said('failed', 'waiting', 'waiting', 'waiting')).toBe('Translation: did not work')
    expect(said('waiting', 'waiting', 'waiting', 'waiting')).toBe('')
  })

  it('has words for every stage', () => {
    expect(stageWords).toHaveLength(boxCount)
  })
})
