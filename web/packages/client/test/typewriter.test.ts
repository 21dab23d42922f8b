import { afterEach, expect, test, vi } from 'vitest'
import { type TypewriterOptions, typewriter } from '../src/index.js'
import { FakeClock, settled } from './fakes.js'

afterEach(() => vi.unstubAllGlobals())

function writing(options: Partial<TypewriterOptions> = {}) {
  const clock = new FakeClock()
  const pieces: { readonly at: number; readonly piece: string }[] = []
  const writer = typewriter({ clock, write: piece => pieces.push({ at: clock.now(), piece }), ...options })
  return { writer, clock, pieces, text: () => pieces.map(({ piece }) => piece).join('') }
}

test('a character comes every thirty milliseconds', async () => {
  const { writer, clock, pieces } = writing()
  writer.push('Hello')
  void writer.end()
  await clock.turn(1000)
  expect(pieces).toEqual([
    { at: 0, piece: 'H' },
    { at: 30, piece: 'e' },
    { at: 60, piece: 'l' },
    { at: 90, piece: 'l' },
    { at: 120, piece: 'o' },
  ])
})

test('text that comes late begins at once, and text that comes early waits its turn', async () => {
  const { writer, clock, pieces } = writing({ pace: 100 })
  writer.push('ab')
  await clock.turn(10)
  writer.push('c')
  await clock.turn(490)
  writer.push('de')
  void writer.end()
  await clock.turn(1000)
  expect(pieces.map(({ at, piece }) => [at, piece])).toEqual([
    [0, 'a'],
    [100, 'b'],
    [500, 'c'],
    [600, 'd'],
    [700, 'e'],
  ])
})

test('when behind it writes faster, in even steps', async () => {
  const { writer, clock, pieces, text } = writing()
  const long = 'x'.repeat(2000)
  writer.push(long)
  void writer.end()
  await clock.turn(1000)
  expect(text().length).toBeGreaterThan(1200)
  expect(text().length).toBeLessThan(2000)
  expect(Math.max(...pieces.map(({ piece }) => piece.length))).toBeLessThanOrEqual(60)
  await clock.turn(10_000)
  expect(text()).toBe(long)
})

const family = '👨‍👩‍👧'
const graphemes = [family, 'e\u0301', '🇩🇪', '🇫🇷', 'नि', '👍🏽', '\r\n', 'a', '🐕‍🦺']

test('what a reader sees as one character is never split, wherever it comes apart', async () => {
  const all = graphemes.join('')
  for (let split = 0; split <= all.length; split++) {
    const { writer, clock, pieces } = writing()
    writer.push(all.slice(0, split))
    await clock.turn(2000)
    writer.push(all.slice(split))
    void writer.end()
    await clock.turn(2000)
    expect(
      pieces.map(({ piece }) => piece),
      `split at ${split}`,
    ).toEqual(graphemes)
  }
})

test('the last character waits for what may belong to it', async () => {
  const { writer, clock, text } = writing()
  writer.push('ae')
  await clock.turn(1000)
  expect(text()).toBe('a')
  writer.push('\u0301b')
  await clock.turn(1000)
  expect(text()).toBe('ae\u0301')
})

test('the end resolves when all is written', async () => {
  const { writer, clock, text } = writing()
  writer.push('abc')
  let isEnded = false
  void writer.end().then(() => {
    isEnded = true
  })
  await clock.turn(59)
  expect([isEnded, text()]).toEqual([false, 'ab'])
  await clock.turn(1)
  expect([isEnded, text()]).toEqual([true, 'abc'])
  const empty = writing()
  await empty.writer.end()
  expect(empty.text()).toBe('')
})

test('who asked for less motion sees everything as it comes', async () => {
  const asked: string[] = []
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: asked.push(query) > 0 }))
  const { writer, clock, pieces } = writing()
  writer.push('Hello, ')
  writer.push('world')
  await writer.end()
  expect(asked).toEqual(['(prefers-reduced-motion: reduce)'])
  expect(pieces.map(({ piece }) => piece)).toEqual(['Hello,', ' worl', 'd'])
  expect(clock.waits).toEqual([])
})

test('the motion that the page chose wins over the system', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }))
  const { writer, pieces } = writing({ reducedMotion: false })
  writer.push('Hello')
  expect(pieces).toEqual([])
  writer.stop()
})

test('a flush writes all that waits, and a stop writes nothing more', async () => {
  const flushed = writing()
  flushed.writer.push('Hello')
  flushed.writer.flush()
  expect(flushed.text()).toBe('Hell')
  void flushed.writer.end()
  flushed.writer.flush()
  expect(flushed.text()).toBe('Hello')
  await flushed.clock.turn(1000)
  expect(flushed.text()).toBe('Hello')

  const stopped = writing()
  stopped.writer.push('Hello')
  await stopped.clock.turn(30)
  const end = stopped.writer.end()
  stopped.writer.stop()
  stopped.writer.push('more')
  await stopped.clock.turn(1000)
  await end
  expect(stopped.text()).toBe('He')
  expect(stopped.clock.waiting).toBe(0)
})

test('a tab that slept makes up for what it missed', async () => {
  const { writer, clock, text } = writing()
  writer.push('x'.repeat(30))
  void writer.end()
  await clock.turn(0)
  clock.sleep(900)
  await settled()
  expect(text().length).toBeGreaterThan(25)
})
