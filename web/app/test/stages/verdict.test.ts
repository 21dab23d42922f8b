import { describe, expect, it } from 'vitest'
import { passedText } from '@/stages/verdict'

describe('passedText', () => {
  it('is what follows the verdict', () => {
    expect(passedText('SAFE: A red dog\nin the rain')).toBe('A red dog\nin the rain')
    expect(passedText('\n SAFE:\nA red dog')).toBe('A red dog')
  })

  it('never shows the verdict, however it comes in pieces', () => {
    const answer = ' SAFE: A SAFE: dog'
    for (let length = 0; length <= answer.length; length++) expect('A SAFE: dog'.startsWith(passedText(answer.slice(0, length))), answer.slice(0, length)).toBe(true)
    expect(passedText(answer)).toBe('A SAFE: dog')
  })

  it('is nothing of what was not called safe', () => {
    for (const answer of ['BLOCKED: no', 'A red dog', 'safe: A red dog', 'This is SAFE: yes']) expect(passedText(answer), answer).toBe('')
  })
})
