import { TokenrillError } from '@tokenrill/client'
import { afterEach, expect, test } from 'vitest'
import { type Watch, watch } from '@/streams/board/watch'
import { FakeClock, FakePage, settled } from './fakes'

let running: Watch | undefined
afterEach(() => running?.stop())

/** Watches, and keeps when it asked, in seconds. */
function watching(answer: (asked: number, signal: AbortSignal) => Promise<void> | Error | undefined = () => undefined) {
  const clock = new FakeClock()
  const page = new FakePage()
  const times: number[] = []
  const errors: (readonly [unknown, number])[] = []
  running = watch({
    ask: async signal => {
      times.push(clock.now() / 1000)
      const answered = answer(times.length, signal)
      if (answered instanceof Error) throw answered
      await answered
    },
    onError: (error, delay) => errors.push([error, delay]),
    clock,
    page: page as unknown as Document,
  })
  return { clock, page, times, errors, watch: running }
}

test('it asks at once, and again a second after each answer', async () => {
  const { clock, times } = watching()
  await clock.turn(3500)
  expect(times).toEqual([0, 1, 2, 3])
})

test('the next question waits for the answer', async () => {
  let answer = () => {}
  const { clock, times } = watching(() => new Promise(resolve => (answer = resolve)))
  await clock.turn(5000)
  expect(times).toEqual([0])
  answer()
  await clock.turn(1000)
  expect(times).toEqual([0, 6])
})

test('after errors it waits longer and longer, and a success ends that', async () => {
  const lost = new Error('lost')
  const { clock, times, errors } = watching(asked => (asked <= 6 || asked === 8 ? lost : undefined))
  await clock.turn(48_000)
  expect(times).toEqual([0, 1, 3, 7, 15, 30, 45, 46, 47, 48])
  expect(errors.map(([, delay]) => delay)).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 1000])
  expect(errors[0]?.[0]).toBe(lost)
})

test('a server that says how long to wait is heeded', async () => {
  const busy = new TokenrillError('Too many requests.', { code: 'rate_limited', status: 429, retryAfter: 40 })
  const { clock, times } = watching(asked => (asked === 1 ? busy : undefined))
  await clock.turn(41_000)
  expect(times).toEqual([0, 40, 41])
})

test('a hidden page asks nothing, gives up what it asked, and asks at once when it is seen', async () => {
  const signals: AbortSignal[] = []
  const { clock, page, times } = watching((asked, signal) => {
    signals.push(signal)
    return asked === 2 ? new Promise(() => {}) : undefined
  })
  await clock.turn(1500)
  page.show(false)
  expect(signals[1]?.aborted).toBe(true)
  await clock.turn(60_000)
  expect(times).toEqual([0, 1])
  page.show(true)
  await clock.turn(1000)
  expect(times).toEqual([0, 1, 61.5, 62.5])
})

test('asked to, it asks at once, and the second counts from there', async () => {
  const { clock, times, watch: asked } = watching()
  await clock.turn(500)
  asked.now()
  await clock.turn(1000)
  expect(times).toEqual([0, 0.5, 1.5])
})

test('stopped, it asks nothing more', async () => {
  const { clock, page, times, watch: stopped } = watching()
  await settled()
  stopped.stop()
  page.show(true)
  await clock.turn(10_000)
  expect(times).toEqual([0])
  expect(clock.waiting).toBe(0)
})
