import type { Answer, TerminalEvent } from '@tokenrill/client'
import { describe, expect, it } from 'vitest'
import { announcementOf, outcomeOf, statisticsOf } from '@/prompt/outcome'

const answer = (text: string, end?: Partial<TerminalEvent>): Answer => ({
  generation: 'gen_1',
  text,
  reasoning: '',
  toolCalls: [],
  usage: undefined,
  end: end && ({ seq: 9, generation: 'gen_1', ...end } as TerminalEvent),
})

describe('outcomeOf', () => {
  it('says nothing of what is complete, runs or is an error of its own', () => {
    expect(outcomeOf('completed', answer('hi', { type: 'completed', finish_reason: 'stop' }))).toBeUndefined()
    for (const phase of ['idle', 'starting', 'active', 'failed', 'unread'] as const) expect(outcomeOf(phase, answer('hi')), phase).toBeUndefined()
  })

  it('marks what is not whole, and says that it stays', () => {
    expect(outcomeOf('cancelled', answer('hi'))?.words).toBe('Stopped. What was said until then stays here.')
    expect(outcomeOf('interrupted', answer('hi'))).toMatchObject({ tone: 'warn', words: expect.stringContaining('stays here') })
    expect(outcomeOf('cancelled', answer(''))?.words).toBe('Stopped.')
  })

  it('tells a result that was cut off, filtered or empty', () => {
    expect(outcomeOf('completed', answer('hi', { type: 'completed', finish_reason: 'length' }))?.words).toContain('the end is missing')
    expect(outcomeOf('completed', answer('hi', { type: 'completed', finish_reason: 'content_filter' }))?.words).toContain('filter')
    expect(outcomeOf('completed', answer(' ', { type: 'completed', finish_reason: 'stop' }))?.words).toBe('The model said nothing.')
  })
})

describe('statisticsOf', () => {
  it('is one line', () => {
    expect(statisticsOf({ first_token_ms: 320.4, tokens_per_second: 48.26, duration_ms: 2410, characters: 1234, chunks: 120 })).toBe(
      'First token after 320 ms · 48 tokens a second · 1,234 characters in 2.4 s',
    )
    expect(statisticsOf({ first_token_ms: 1500, tokens_per_second: 4.26, duration_ms: 900, characters: 12, chunks: 3 })).toBe(
      'First token after 1.5 s · 4.3 tokens a second · 12 characters in 900 ms',
    )
  })

  it('leaves out what was not measured', () => {
    expect(statisticsOf({ duration_ms: 5, characters: 7, chunks: 1 })).toBe('7 characters in 5 ms')
    expect(statisticsOf({ duration_ms: 5, characters: 0, chunks: 0 })).toBe('')
    expect(statisticsOf(undefined)).toBe('')
  })
})

describe('announcementOf', () => {
  it('says once that it began, whatever the phase is called', () => {
    expect(announcementOf('starting', 'Rephrase')).toBe(announcementOf('active', 'Rephrase'))
    expect(announcementOf('completed', 'Rephrase')).toBe('Rephrase: done')
    // An error is read out by its own notice.
    expect(announcementOf('failed', 'Rephrase')).toBe('')
  })
})
