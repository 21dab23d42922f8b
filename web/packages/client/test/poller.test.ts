import { afterEach, expect, test } from 'vitest'
import { type Polled, type Poller, type PollerOptions, poller, TokenrillError } from '../src/index.js'
import { FakeClock, settled } from './fakes.js'

/** A page that can be hidden. */
class FakePage extends EventTarget {
  hidden = false

  show(isShown: boolean) {
    this.hidden = !isShown
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

let running: Poller | undefined
afterEach(() => running?.stop())

/** Polls what `answer` says at each question, and keeps when it asked, in seconds. */
function polling(answer: (asked: number) => Polled<string> | Error, options: Partial<PollerOptions<string>> = {}) {
  const clock = new FakeClock()
  const page = new FakePage()
  const times: number[] = []
  const etags: (string | undefined)[] = []
  const seen: (readonly string[])[] = []
  const errors: unknown[] = []
  const signals: AbortSignal[] = []
  running = poller<string>({
    ask: async ({ etag, signal }) => {
      signals.push(signal)
      times.push(clock.now() / 1000)
      etags.push(etag)
      const polled = answer(times.length)
      if (polled instanceof Error) throw polled
      return polled
    },
    onData: data => seen.push(data),
    onError: error => errors.push(error),
    page: page as unknown as NonNullable<PollerOptions<string>['page']>,
    clock,
    ...options,
  })
  return { poller: running, clock, page, times, etags, seen, errors, signals }
}

const nothing = () => ({ data: [] })

test('it asks every 3, then 5, then 10 seconds, and stops after a minute of nothing', async () => {
  const { clock, times } = polling(nothing)
  await clock.turn(3_600_000)
  expect(times).toEqual([0, 3, 6, 9, 12, 15, 20, 25, 30, 35, 40, 50, 60])
})

test('while there is something it asks every 15 seconds, and goes on', async () => {
  const { clock, times } = polling(() => ({ data: ['a signal'] }))
  await clock.turn(120_000)
  expect(times).toEqual([0, 15, 30, 45, 60, 75, 90, 105, 120])
})

test('it asks at once after a send, and begins anew with short intervals', async () => {
  const { poller, clock, times } = polling(nothing)
  await clock.turn(100_000)
  poller.now()
  await clock.turn(9_000)
  expect(times.slice(-4)).toEqual([100, 103, 106, 109])
})

test('it pauses while the page is hidden, and asks at once when it is seen again', async () => {
  const { clock, page, times } = polling(nothing)
  await clock.turn(4_000)
  page.show(false)
  await clock.turn(10_000)
  page.show(true)
  await clock.turn(5_000)
  expect(times).toEqual([0, 3, 14, 17])
})

test('hidden, it does not ask even after a send', async () => {
  const { poller, clock, page, times } = polling(nothing)
  await clock.turn(1_000)
  page.show(false)
  poller.now()
  await clock.turn(60_000)
  expect(times).toEqual([0])
  page.show(true)
  await settled()
  expect(times).toEqual([0, 61])
})

test('it asks with the ETag of before, and tells nobody when nothing has changed', async () => {
  const { clock, etags, seen } = polling(asked => (asked === 2 ? { etag: '"1"' } : { data: ['a'], etag: `"${asked}"` }))
  await clock.turn(30_000)
  expect(etags).toEqual([undefined, '"1"', '"1"'])
  expect(seen).toEqual([['a'], ['a']])
})

test('nothing changed is not nothing there', async () => {
  const { clock, times } = polling(asked => (asked === 1 ? { data: ['a'], etag: '"1"' } : { etag: '"1"' }))
  await clock.turn(45_000)
  expect(times).toEqual([0, 15, 30, 45])
})

test('Retry-After wins, and a server that gave it and then gives none is asked no more until somebody says something', async () => {
  const { poller, clock, times } = polling(asked => (asked < 3 ? { data: [], retryAfter: 7 } : { data: [] }))
  await clock.turn(100_000)
  expect(times).toEqual([0, 7, 14])
  poller.now()
  await settled()
  expect(times).toEqual([0, 7, 14, 100])
})

test('what goes wrong is told, and it goes on', async () => {
  const { clock, times, errors, seen } = polling(asked => (asked === 1 ? new TypeError('down') : { data: ['a'] }))
  await clock.turn(3_000)
  expect(times).toEqual([0, 3])
  expect(errors).toMatchObject([{ message: 'down' }])
  expect(seen).toEqual([['a']])
})

test('a server that went wrong after it gave Retry-After is asked again', async () => {
  const busy = new TokenrillError('busy', { code: 'rate_limited', status: 429, retryAfter: 9 })
  const { clock, times } = polling(asked =>
    asked === 1 ? { data: [], retryAfter: 4 } : asked === 2 ? busy : asked === 3 ? new TypeError('down') : { data: [] },
  )
  await clock.turn(16_000)
  expect(times).toEqual([0, 4, 13, 16])
})

test.each([401, 403, 404, 410])('it stops for good on %i', async status => {
  const { poller, clock, times, errors } = polling(() => new TokenrillError('no', { code: 'refused', status }))
  await clock.turn(60_000)
  poller.now()
  await clock.turn(60_000)
  expect(times).toEqual([0])
  expect(errors.length).toBe(1)
})

test('stopped, it asks no more, and what was asked is dropped', async () => {
  const stopping = new AbortController()
  let answer: (polled: Polled<string>) => void = () => {}
  const { clock, page, seen, signals } = polling(nothing, { signal: stopping.signal })
  await clock.turn(1_000)
  const own: (readonly string[])[] = []
  const pending = poller<string>({
    ask: ({ signal }) => {
      signals.push(signal)
      return new Promise(resolve => {
        answer = resolve
      })
    },
    onData: data => own.push(data),
    clock,
  })
  stopping.abort()
  pending.stop()
  answer({ data: ['late'] })
  page.show(true)
  await clock.turn(60_000)
  expect(seen).toEqual([[]])
  expect(own).toEqual([])
  expect(signals.length).toBe(2)
  expect(signals[1]?.aborted).toBe(true)
})
