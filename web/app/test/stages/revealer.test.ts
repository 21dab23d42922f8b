import type { Clock } from '@tokenrill/client'
import { describe, expect, it } from 'vitest'
import { Revealer } from '@/stages/Revealer'

/** A clock that goes on by hand. */
function handClock() {
  let now = 0
  let due: { readonly at: number; readonly call: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    after(milliseconds, call) {
      const timer = { at: now + milliseconds, call }
      due.push(timer)
      return () => {
        due = due.filter(other => other !== timer)
      }
    },
  }
  const pass = (milliseconds: number) => {
    const until = now + milliseconds
    for (let next = earliest(); next && next.at <= until; next = earliest()) {
      due = due.filter(timer => timer !== next)
      now = next.at
      next.call()
    }
    now = until
  }
  const earliest = () => [...due].sort((a, b) => a.at - b.at)[0]
  return { clock, pass }
}

function begin(begun = '') {
  const { clock, pass } = handClock()
  let shown = begun
  const revealer = new Revealer(text => (shown = text), begun, { clock })
  return { revealer, pass, shown: () => shown }
}

describe('Revealer', () => {
  it('shows a text letter by letter, 30 ms each', () => {
    const { revealer, pass, shown } = begin()
    revealer.update('abcdef', false)
    pass(60)
    const before = shown().length
    pass(30)
    expect(shown().length).toBe(before + 1)
    expect('abcdef'.startsWith(shown())).toBe(true)
  })

  it('shows the last letter when the text is complete', () => {
    const { revealer, pass, shown } = begin()
    revealer.update('abc', false)
    pass(1000)
    expect(shown()).toBe('ab')
    revealer.update('abc', true)
    pass(1000)
    expect(shown()).toBe('abc')
  })

  it('goes on from what is to be seen already', () => {
    const { revealer, pass, shown } = begin('Hello')
    revealer.update('Hello', false)
    expect(shown()).toBe('Hello')
    revealer.update('Hello you', true)
    pass(30)
    expect(shown()).toMatch(/^Hello .*/)
    pass(1000)
    expect(shown()).toBe('Hello you')
  })

  it('begins anew with another text', () => {
    const { revealer, pass, shown } = begin()
    revealer.update('first', true)
    pass(1000)
    revealer.update('', false)
    expect(shown()).toBe('')
    revealer.update('second', true)
    pass(2000)
    expect(shown()).toBe('second')
  })

  it('goes on when what was complete grows, as nothing does that waits to begin', () => {
    const { revealer, pass, shown } = begin()
    revealer.update('', true)
    revealer.update('abc', false)
    revealer.update('abcdef', true)
    pass(1000)
    expect(shown()).toBe('abcdef')
    revealer.update('abcdef and more', true)
    pass(1000)
    expect(shown()).toBe('abcdef and more')
  })

  it('keeps the order when what was complete grows before it is written', () => {
    const { revealer, pass, shown } = begin()
    revealer.update('abcdef', true)
    revealer.update('abcdefghijkl', true)
    for (let step = 0; step < 100; step++) {
      pass(30)
      expect('abcdefghijkl'.startsWith(shown())).toBe(true)
    }
    expect(shown()).toBe('abcdefghijkl')
  })

  it('writes nothing more when it was stopped', () => {
    const { revealer, pass, shown } = begin()
    revealer.update('abcdef', true)
    pass(60)
    revealer.stop()
    const before = shown()
    pass(1000)
    expect(shown()).toBe(before)
  })
})
