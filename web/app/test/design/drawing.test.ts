import { describe, expect, it } from 'vitest'
import { Drawing } from '@/design/drawing'

/** A page whose frames come when they are asked for, and whose time passes only while something is drawn. */
function handPage() {
  let now = 0
  let frames: (() => void)[] = []
  const drawn: string[] = []
  const drawing = new Drawing({
    now: () => now,
    frame: callback => void frames.push(callback),
    behind: callback => callback(),
  })
  /** Lets a frame come, some time after the last; gives what was drawn in it. */
  const frame = (after = 16) => {
    now += after
    const due = frames
    frames = []
    drawn.length = 0
    for (const callback of due) callback()
    return [...drawn]
  }
  const piece = (name: string, milliseconds = 1) => () => {
    now += milliseconds
    drawn.push(name)
  }
  return { drawing, frame, piece, isWaiting: () => frames.length > 0 }
}

describe('Drawing', () => {
  it('draws what a frame has time for, and the rest in the next', () => {
    const { drawing, frame, piece, isWaiting } = handPage()
    for (const name of ['a', 'b', 'c']) drawing.request(piece(name, 5))
    expect(frame()).toEqual(['a', 'b'])
    expect(frame()).toEqual(['c'])
    expect(isWaiting()).toBe(false)
  })

  it('draws one piece however long it takes, and rests half as long', () => {
    const { drawing, frame, piece } = handPage()
    drawing.request(piece('long', 100))
    drawing.request(piece('next'))
    expect(frame()).toEqual(['long'])
    expect(frame(16)).toEqual([])
    expect(frame(33)).toEqual([])
    expect(frame(1)).toEqual(['next'])
  })

  it('draws nothing that was taken back', () => {
    const { drawing, frame, piece } = handPage()
    const cancel = drawing.request(piece('a'))
    drawing.request(piece('b'))
    cancel()
    expect(frame()).toEqual(['b'])
  })

  it('draws the same piece as often as it was asked for', () => {
    const { drawing, frame, piece } = handPage()
    const same = piece('a')
    drawing.request(same)
    drawing.request(same)
    expect(frame()).toEqual(['a', 'a'])
  })

  it('keeps the turn of whoever asks again before it came', () => {
    const { drawing, frame, piece } = handPage()
    drawing.request(piece('a'))()
    drawing.request(piece('a'))
    expect(frame()).toEqual(['a'])
  })

  it('goes on behind a piece that cannot be drawn', () => {
    const { drawing, frame, piece } = handPage()
    drawing.request(() => {
      throw new Error('not to be drawn')
    })
    drawing.request(piece('b'))
    expect(() => frame()).toThrow('not to be drawn')
    expect(frame()).toEqual(['b'])
  })

  it('draws in the next frame what a piece asks for while it is drawn, when the time of this one is over', () => {
    const { drawing, frame, piece } = handPage()
    drawing.request(() => {
      piece('a', 10)()
      drawing.request(piece('b'))
    })
    expect(frame()).toEqual(['a'])
    expect(frame()).toEqual(['b'])
  })
})
