import type { Answer, PipelineEndedEvent, TerminalEvent } from '@tokenrill/client'
import type { PipelineView } from '@tokenrill/react'
import { describe, expect, it } from 'vitest'
import { boxesOf } from '@/stages/boxes'

const answer = (text: string, end?: TerminalEvent['type']): Answer => ({
  generation: 'gen_1',
  text,
  reasoning: '',
  toolCalls: [],
  usage: undefined,
  end: end && ({ type: end, seq: 9, generation: 'gen_1', ...(end === 'failed' && { error }) } as TerminalEvent),
})
const error = { code: 'provider_unavailable', message: 'The provider cannot be reached.', id: 'err_1', retryable: true }

const view = (phase: PipelineView['phase'], answers: readonly Answer[], end?: Partial<PipelineEndedEvent>) => ({
  phase,
  stages: answers.map((one, at) => ({ stage: at + 1, of: 4, recipe: 'r', generation: one.generation, answer: one })),
  end: end && ({ type: 'pipeline', status: phase, ...end } as PipelineEndedEvent),
  error: undefined,
})
const states = (...args: Parameters<typeof view>) => boxesOf(view(...args)).map(({ state }) => state).join(' ')
const done = (text = 'text') => answer(text, 'completed')

describe('the boxes', () => {
  it('wait before anything begins', () => {
    expect(states('idle', [])).toBe('waiting waiting waiting waiting')
  })

  it('think and fill one after another', () => {
    expect(states('starting', [])).toBe('thinking waiting waiting waiting')
    expect(states('active', [answer('')])).toBe('thinking waiting waiting waiting')
    expect(states('active', [answer('A')])).toBe('filling waiting waiting waiting')
    expect(states('active', [done()])).toBe('done thinking waiting waiting')
    expect(states('active', [done(), answer('B')])).toBe('done filling waiting waiting')
    expect(states('active', [done(), done(), done('SAFE: B'), done()])).toBe('done done done done')
    expect(states('completed', [done(), done(), done('SAFE: B'), done()], { stage: 4 })).toBe('done done done done')
  })

  it('show no text of the safety check before it has said that it is safe', () => {
    for (const said of ['', 'S', 'SAFE', 'SAFE:', 'SAFE: ', 'BLOCKED: no']) expect(states('active', [done(), done(), answer(said)]), said).toBe('done done thinking waiting')
    expect(boxesOf(view('active', [done(), done(), answer('SAFE: A dog')]))[2]).toEqual({ state: 'filling', text: 'A dog' })
  })

  it('tell why one is blocked', () => {
    const boxes = boxesOf(view('blocked', [done(), done(), done('BLOCKED: Not nice.')], { stage: 3, reason: 'Not nice.' }))
    expect(boxes.map(({ state }) => state).join(' ')).toBe('done done blocked waiting')
    expect(boxes[2]).toEqual({ state: 'blocked', text: '', reason: 'Not nice.' })
  })

  it('tell which failed and why, and keep its text', () => {
    const boxes = boxesOf(view('failed', [done(), answer('half', 'failed')], { stage: 2, error }))
    expect(boxes[1]).toEqual({ state: 'failed', text: 'half', error })
    expect(boxes.map(({ state }) => state).join(' ')).toBe('done failed waiting waiting')
  })

  it('tell of a stage that could not be started', () => {
    expect(boxesOf(view('failed', [done()], { stage: 2, error }))[1]).toEqual({ state: 'failed', text: '', error })
  })

  it('are stopped where somebody stopped them', () => {
    expect(states('cancelled', [done(), answer('half', 'cancelled')], { stage: 2 })).toBe('done stopped waiting waiting')
    expect(states('superseded', [answer('', 'superseded')], { stage: 1 })).toBe('stopped waiting waiting waiting')
  })

  it('fail where the server went away, or could not be asked', () => {
    expect(states('interrupted', [done(), answer('half', 'interrupted')], { stage: 2 })).toBe('done failed waiting waiting')
    expect(states('unread', [])).toBe('failed waiting waiting waiting')
    expect(states('unread', [done(), answer('half')])).toBe('done failed waiting waiting')
    expect(states('unread', [done()])).toBe('done failed waiting waiting')
    expect(states('unread', [done(), done(), done('SAFE: B'), done()])).toBe('done done done failed')
  })
})
