import { expect, test } from 'vitest'
import { curlOf } from '@/streams/wire/curl'
import { countOf, lasting, measured, rateOf, several, shortId } from '@/design/words'

test.each([
  [-5000, '0 s'],
  [999, '0 s'],
  [59_999, '59 s'],
  [125_000, '2 min 5 s'],
  [3_780_000, '1 h 3 min'],
])('%i ms have lasted %s', (milliseconds, words) => expect(lasting(milliseconds)).toBe(words))

test.each([
  [0, '0 ms'],
  [849.6, '850 ms'],
  [2449, '2.4 s'],
  [61_000, '1 min 1 s'],
])('%i ms were measured as %s', (milliseconds, words) => expect(measured(milliseconds)).toBe(words))

test.each([
  [0, '0'],
  [0.52, '0.5'],
  [9.96, '10'],
  [499.7, '500'],
  [12_345.6, '12,346'],
])('%f a second is said as %s', (rate, words) => expect(rateOf(rate)).toBe(words))

test('things are counted', () => {
  expect(countOf(12_345)).toBe('12,345')
  expect([several(0, 'event'), several(1, 'event'), several(2, 'event')]).toEqual(['0 events', '1 event', '2 events'])
})

test('a long id keeps its ends', () => {
  expect(shortId('gen_01a1ffcde7ba707daa907b7fc8724265')).toBe('gen_01a1…c8724265')
  expect(shortId('gen_1')).toBe('gen_1')
})

test('the command has no key in it, and nothing that a shell could take for its own', () => {
  expect(curlOf('http://127.0.0.1:5210', 'gen_1', false)).toBe("curl -N 'http://127.0.0.1:5210/v1/generations/gen_1/events?after=0'")
  expect(curlOf('https://x', 'gen_1', true)).toBe(`curl -N 'https://x/v1/generations/gen_1/events?after=0' -H "authorization: Bearer $TOKENRILL_KEY"`)
  expect(curlOf('https://x', "a'; rm -rf /", false)).toBe("curl -N 'https://x/v1/generations/a%27%3B%20rm%20-rf%20%2F/events?after=0'")
})
