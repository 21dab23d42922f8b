import { expect, test } from 'vitest'
import { Store } from '../src/stores/store.js'
import { FakePage } from './harness.js'

class Counter extends Store<{ readonly count: number }> {
  #count = 0

  increment(): void {
    this.#count++
    this.changed()
  }

  protected override render(): { readonly count: number } {
    return { count: this.#count }
  }
  protected override wake(): void {}
  protected override sleep(): void {}
  protected override hurry(): void {}
}

/** A counter on a page that takes so many milliseconds to draw what is published; `seen` is what was. */
function shown(milliseconds: number) {
  const page = new FakePage()
  const counter = new Counter(page)
  const seen: number[] = []
  counter.subscribe(() => {
    seen.push(counter.getView().count)
    page.clock.sleep(milliseconds)
  })
  const paint = () => {
    page.paint()
    page.clock.sleep(0)
  }
  return { page, counter, seen, paint }
}

test('what takes long to draw is followed by half as long without anything new', () => {
  const { page, counter, seen, paint } = shown(100)
  counter.increment()
  paint()
  counter.increment()
  paint()
  page.clock.sleep(49)
  paint()
  expect(seen).toEqual([1])
  page.clock.sleep(1)
  paint()
  expect(seen).toEqual([1, 2])
})

test('what is drawn within a frame is followed by the next one', () => {
  const { counter, seen, paint } = shown(16)
  for (let count = 0; count < 3; count++) {
    counter.increment()
    paint()
  }
  expect(seen).toEqual([1, 2, 3])
})
