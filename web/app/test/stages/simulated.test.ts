import { describe, expect, it } from 'vitest'
import { insteadOf } from '@/stages/simulated'

const models = [{ id: 'default' }, { id: 'sim/steady' }, { id: 'sim/stages' }]

describe('insteadOf', () => {
  it('offers the model that plays the stages, when another simulated one was asked', () => {
    expect(insteadOf('sim/steady', models)).toBe('sim/stages')
    expect(insteadOf('sim/steady', models.slice(0, 2))).toBeNull()
  })

  it('has nothing to offer for a model that judges', () => {
    expect(insteadOf('ollama/llama3:8b', models)).toBeUndefined()
    expect(insteadOf('sim/stages', models)).toBeUndefined()
    expect(insteadOf(undefined, models)).toBeUndefined()
  })
})
