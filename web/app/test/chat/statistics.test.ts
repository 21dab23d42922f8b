import { expect, test } from 'vitest'
import { statisticsOf } from '@/chat/statistics'

test('all that was measured is said', () => {
  const stats = { first_token_ms: 320, tokens_per_second: 51.26, duration_ms: 4200, characters: 800, chunks: 200 }
  expect(statisticsOf({ model: 'sim/steady', stats })).toBe('sim/steady · first token 320 ms · 51 tokens/s · 4.2 s')
})

test('a pace below ten is said finely', () => {
  expect(statisticsOf({ model: undefined, stats: { tokens_per_second: 4.52, duration_ms: 900, characters: 8, chunks: 4 } })).toBe('4.5 tokens/s · 900 ms')
})

test('nothing measured, nothing said', () => {
  expect(statisticsOf({ model: undefined, stats: undefined })).toBe('')
})
