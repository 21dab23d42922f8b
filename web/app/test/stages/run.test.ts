import { describe, expect, it } from 'vitest'
import { bodyOf, formatRun, parseRun, type StagesRun } from '@/stages/run'

const run: StagesRun = { body: bodyOf('a dog', 'as music', '', 'default', 'k'), at: 5_000_000 }

describe('the body of a run', () => {
  it('has what was chosen; what is empty is left to the recipe', () => {
    expect(run.body).toEqual({ variables: { text: 'a dog', style_prompt: 'as music' }, model: 'default', idempotency_key: 'k' })
    expect(bodyOf('a dog', ' ', 'no people', 'default', 'k').variables).toEqual({ text: 'a dog', context: 'no people' })
  })
})

describe('a run that is kept', () => {
  it('comes back with exactly the same body, because the server compares it', () => {
    expect(JSON.stringify(parseRun(formatRun(run), run.at)?.body)).toBe(JSON.stringify(run.body))
  })

  it('is not begun anew when it was too long ago', () => {
    expect(parseRun(formatRun(run), run.at + 40 * 60_000)).toEqual(run)
    expect(parseRun(formatRun(run), run.at + 40 * 60_000 + 1)).toBeUndefined()
  })

  it('is none when nothing can be made of it', () => {
    for (const kept of ['', '{', 'null', '7', '{}', '{"at":1}', JSON.stringify({ ...run, body: { variables: { text: 'a' } } })]) expect(parseRun(kept, run.at), kept).toBeUndefined()
  })
})
