import { describe, expect, it } from 'vitest'
import { formatRun, type PromptRun, parseRun, requestOf } from '@/prompt/run'

const run: PromptRun = { recipe: 'rephrase', draft: 'hi', taskType: '', model: 'default', key: 'k', at: 1_000_000 }

describe('a run that is kept', () => {
  it('comes back as it was', () => {
    expect(parseRun(formatRun(run), run.at + 1000)).toEqual(run)
    const accepted = { ...run, generation: 'gen_1' }
    expect(parseRun(formatRun(accepted), run.at)).toEqual(accepted)
  })

  it('is asked for again only as long as somebody waits for it', () => {
    expect(parseRun(formatRun(run), run.at + 60_000)).toEqual(run)
    expect(parseRun(formatRun(run), run.at + 60_001)).toBeUndefined()
    expect(parseRun(formatRun({ ...run, generation: 'gen_1' }), run.at + 86_400_000)).toMatchObject({ generation: 'gen_1' })
  })

  it('is none when nothing can be made of it', () => {
    for (const kept of ['', '{', 'null', '[]', '{}', JSON.stringify({ ...run, recipe: 'other' }), JSON.stringify({ ...run, key: 7 }), JSON.stringify({ ...run, at: '1' })])
      expect(parseRun(kept, run.at), kept).toBeUndefined()
  })
})

describe('what is asked', () => {
  it('is the same body every time, with the key', () => {
    expect(requestOf(run)).toEqual({ variables: { prompt: 'hi' }, model: 'default', idempotency_key: 'k' })
    expect(requestOf({ ...run, taskType: 'Research' }).variables).toEqual({ prompt: 'hi', task_type: 'Research' })
  })
})
