import { describe, expect, it } from 'vitest'
import { countCharacters, lengthOf } from '@/prompt/length'

describe('lengthOf', () => {
  it('counts an emoji as one, as the server does', () => {
    expect(countCharacters('a🦊')).toBe(2)
    expect(lengthOf('🦊'.repeat(10), 10)).toMatchObject({ characters: 10, isOver: false })
    expect(lengthOf('🦊'.repeat(11), 10)).toMatchObject({ characters: 11, isOver: true })
  })

  it('says when the end is near', () => {
    expect(lengthOf('a'.repeat(89), 100)).toMatchObject({ isNear: false, isOver: false })
    expect(lengthOf('a'.repeat(90), 100)).toMatchObject({ isNear: true, isOver: false })
    expect(lengthOf('a'.repeat(100), 100)).toMatchObject({ isNear: true, isOver: false })
    expect(lengthOf('a'.repeat(101), 100)).toMatchObject({ isNear: true, isOver: true })
  })

  it('says nothing where there is no most', () => {
    expect(lengthOf('a'.repeat(1000), undefined)).toBeUndefined()
  })
})
