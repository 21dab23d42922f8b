import { describe, expect, it } from 'vitest'
import { own, styles, taskOf } from '@/stages/styles'

describe('the styles', () => {
  it('each have a name of their own and a task that the recipe takes', () => {
    expect(new Set(styles.map(({ id }) => id)).size).toBe(styles.length)
    for (const { id, task } of styles) {
      expect(task.length, id).toBeLessThan(16_000)
      expect(taskOf(id, 'mine')).toBe(task)
    }
  })

  it('send the person’s own words, or leave it to the recipe', () => {
    expect(taskOf(own, 'as a stamp')).toBe('as a stamp')
    expect(taskOf('gone', 'as a stamp')).toBe('')
  })
})
