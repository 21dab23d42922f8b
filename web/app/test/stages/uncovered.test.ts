import { describe, expect, it } from 'vitest'
import type { Box } from '@/stages/boxes'
import { joined, uncovered } from '@/stages/uncovered'

const done = (text: string): Box => ({ state: 'done', text })
const filling = (text: string): Box => ({ state: 'filling', text })
const thinking: Box = { state: 'thinking', text: '' }
const waiting: Box = { state: 'waiting', text: '' }
const blocked: Box = { state: 'blocked', text: '', reason: 'no' }
const looks = (boxes: readonly Box[], written: number) => uncovered(boxes, written).map(({ state, text }) => state + (text && ` ${text}`))

describe('the boxes while they are written', () => {
  it('have a joined text that only grows', () => {
    const course = [
      [thinking, waiting, waiting, waiting],
      [filling('ab'), waiting, waiting, waiting],
      [done('abc'), thinking, waiting, waiting],
      [done('abc'), filling('d'), waiting, waiting],
      [done('abc'), done('de'), thinking, waiting],
      [done('abc'), done('de'), done('de'), done('x')],
    ].map(joined)
    course.forEach((text, at) => expect(text.startsWith(course[at - 1] ?? '')).toBe(true))
  })

  it('are as they are when everything is written', () => {
    for (const boxes of [
      [thinking, waiting, waiting, waiting],
      [done('abc'), filling('d'), waiting, waiting],
      [done('abc'), done('de'), blocked, waiting],
      [done('abc'), done('de'), done('de'), done('x')],
    ])
      expect(uncovered(boxes, joined(boxes).length)).toEqual(boxes)
  })

  it('fill one after another: none begins before the one above it is written', () => {
    const boxes = [done('abc'), done('de'), blocked, waiting]
    expect(looks(boxes, 0)).toEqual(['thinking', 'waiting', 'waiting', 'waiting'])
    expect(looks(boxes, 2)).toEqual(['filling ab', 'waiting', 'waiting', 'waiting'])
    expect(looks(boxes, 3)).toEqual(['done abc', 'thinking', 'waiting', 'waiting'])
    expect(looks(boxes, 4)).toEqual(['done abc', 'thinking', 'waiting', 'waiting'])
    expect(looks(boxes, 5)).toEqual(['done abc', 'filling d', 'waiting', 'waiting'])
    expect(looks(boxes, 6)).toEqual(['done abc', 'done de', 'thinking', 'waiting'])
    expect(looks(boxes, 7)).toEqual(['done abc', 'done de', 'blocked', 'waiting'])
  })

  it('change nothing of a box that is written', () => {
    const box = done('abc')
    expect(uncovered([box, waiting, waiting, waiting], 3)[0]).toBe(box)
  })
})
