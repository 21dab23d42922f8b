import { expect, test } from 'vitest'
import { offered, presets } from '@/streams/simulator/presets'
import { lineOf, plainSettings, problemsOf, requestOf, type Settings } from '@/streams/simulator/settings'

const set = (part: Partial<Settings>): Settings => ({ ...plainSettings, ...part })

test('the line has what was set, and nothing else', () => {
  expect(lineOf(plainSettings)).toBe('')
  expect(lineOf(set({ tokens: '200', rate: '0.5', connect: '100', ttft: '3000' }))).toBe('tokens=200 rate=0.5 connect=100 ttft=3000')
  expect(lineOf(set({ fault: 'die', after: '0' }))).toBe('die=0')
  expect(lineOf(set({ tokens: '9', fault: 'error', error: 'content_filtered' }))).toBe('tokens=9 error=content_filtered')
})

test('the line is the first of the prompt; without one the prompt is none', () => {
  expect(requestOf(set({ model: 'sim/fast', tokens: '5', session: 's-1', onDisconnect: 'cancel' }))).toEqual({
    model: 'sim/fast',
    prompt: 'tokens=5\nHello',
    session: 's-1',
    on_disconnect: 'cancel',
  })
  expect(requestOf(plainSettings)).toEqual({ model: 'sim/steady', prompt: 'Hello', on_disconnect: 'continue' })
})

test.each([
  ['tokens', '1', '1000000', ['0', '1000001', '-1', '1.5', 'abc', '1e3', ' 5']],
  ['rate', '0.01', '1000000', ['0.001', '1000001', '-1', '.', '1,5', 'fast']],
  ['connect', '0', '3600000', ['3600001', '1.5', 'x']],
  ['ttft', '0', '3600000', ['3600001', '1.5', 'x']],
  ['count', '1', '50', ['', '0', '51', '1.5']],
] as const)('%s may be what the server takes, and nothing else', (name, least, most, wrong) => {
  expect(problemsOf(set({ [name]: least }))).toEqual({})
  expect(problemsOf(set({ [name]: most }))).toEqual({})
  for (const value of wrong) expect(Object.keys(problemsOf(set({ [name]: value })))).toEqual([name])
})

test('a rate may be 0', () => {
  expect(problemsOf(set({ rate: '0' }))).toEqual({})
})

test('when a fault comes is asked only of faults that come after tokens', () => {
  for (const fault of ['stall', 'die', 'garbage'] as const) {
    expect(problemsOf(set({ fault, after: '' }))).toHaveProperty('after')
    expect(problemsOf(set({ fault, after: '0' }))).toEqual({})
  }
  for (const fault of ['none', 'error'] as const) expect(problemsOf(set({ fault, after: 'x' }))).toEqual({})
})

test('a session may have 128 characters that can be shown', () => {
  expect(problemsOf(set({ session: 'Grüße, 世界' }))).toEqual({})
  expect(problemsOf(set({ session: 'x'.repeat(128) }))).toEqual({})
  expect(problemsOf(set({ session: 'x'.repeat(129) }))).toHaveProperty('session')
  expect(problemsOf(set({ session: 'a\u0007b' }))).toHaveProperty('session')
})

test('what a problem says is what would be right', () => {
  expect(problemsOf(set({ tokens: '0' })).tokens).toBe('Must be a whole number from 1 to 1,000,000.')
})

test('the presets can all be sent', () => {
  expect(presets.map(({ name }) => name)).toEqual(['Steady', 'Slow start', 'Goes silent', 'Loses its connection', 'Garbage', 'Refused', '500 tokens a second'])
  for (const { settings } of presets) expect(problemsOf(settings)).toEqual({})
})

test('a model that is not offered gives way to one that is', () => {
  expect(offered(set({ model: 'sim/stall' }), ['sim/steady', 'sim/stall']).model).toBe('sim/stall')
  expect(offered(set({ model: 'sim/stall' }), ['sim/fast']).model).toBe('sim/fast')
})
