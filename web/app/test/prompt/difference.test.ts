import { describe, expect, it } from 'vitest'
import { difference, type Piece } from '@/prompt/difference'

/** What changed, in one line: [-went-] {+came+}. */
const told = (before: string, after: string) => {
  const found = difference(before, after)
  return found.kind === 'changed' ? found.pieces.map(marked).join('') : found
}
const marked = ({ kind, text }: Piece) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`)

describe('difference', () => {
  it('says that nothing changed, whatever became of spaces and line breaks', () => {
    expect(difference('one two\nthree', ' one  two three\n')).toEqual({ kind: 'same' })
    expect(difference('', '')).toEqual({ kind: 'same' })
  })

  it('shows a word that came, one that went, and one in the place of another', () => {
    expect(told('a dog barks', 'a red dog barks')).toBe('a {+red +}dog barks')
    expect(difference('a dog barks at night', 'a red dog barks at night')).toMatchObject({ pieces: [{ text: 'a ' }, { text: 'red ' }, { text: 'dog barks at night' }] })
    expect(told('a red dog barks', 'a dog barks')).toBe('a [-red -]dog barks')
    expect(told('a red dog barks', 'a blue dog barks')).toBe('a [-red -]{+blue +}dog barks')
  })

  it('shows what went before what came in its place, as one piece each', () => {
    expect(told('keep this old bit here please now', 'keep this brand new thing here please now')).toBe('keep this [-old bit -]{+brand new thing +}here please now')
  })

  it('tells a sign from the word before it', () => {
    expect(told('Write a poem', 'Write a poem.')).toBe('Write a poem{+.+}')
  })

  it('counts the words that came and went, and not the signs', () => {
    expect(difference('one two three four', 'one two! three five, six')).toMatchObject({ added: 2, removed: 1 })
  })

  it('has the result in what stayed and came, with its own spaces', () => {
    const before = 'write me something about cats and dogs\nshort'
    const after = 'Write something about\n\ncats and dogs, in a short text.'
    const found = difference(before, after)
    if (found.kind !== 'changed') throw new Error(found.kind)
    const without = (kind: Piece['kind']) => found.pieces.filter(piece => piece.kind !== kind).map(piece => piece.text).join('')
    expect(without('removed')).toBe(after)
    expect(without('added').replace(/\s/g, '')).toBe(before.replace(/\s/g, ''))
  })

  it('finds words where none is divided by a space', () => {
    expect(told('我喜欢猫', '我喜欢狗')).toBe('我喜欢[-猫-]{+狗+}')
  })

  it('leaves every character whole', () => {
    expect(told('a family 👨‍👩‍👧 at home today', 'a family 👨‍👩‍👧‍👦 at home today')).toBe('a family [-👨‍👩‍👧 -]{+👨‍👩‍👧‍👦 +}at home today')
  })

  it('says of a text that is very different that it is new', () => {
    expect(difference('Poem on rain', 'You are a poet. Write three stanzas about autumn weather for children.')).toEqual({ kind: 'new', reason: 'different' })
    expect(difference('', 'Something')).toEqual({ kind: 'new', reason: 'different' })
  })

  it('shows what changed as long as enough stayed', () => {
    expect(difference('one two three four five', 'one two six seven eight')).toMatchObject({ kind: 'changed', added: 3, removed: 3 })
    expect(difference('one two three four five six seven', 'one two eight nine ten eleven twelve')).toEqual({ kind: 'new', reason: 'different' })
  })

  it('says of a text that is too long to compare that it is new, without comparing it', () => {
    const words = (from: number) => Array.from({ length: 3000 }, (_, at) => `w${from + at}`).join(' ')
    expect(difference(words(0), words(10_000))).toEqual({ kind: 'new', reason: 'long' })
  })

  it('compares a long text in which little changed', () => {
    const words = Array.from({ length: 20_000 }, (_, at) => `w${at % 700}`)
    const found = difference(words.join(' '), words.map((word, at) => (at === 10_000 ? 'changed' : word)).join(' '))
    expect(found).toMatchObject({ kind: 'changed', added: 1, removed: 1 })
  })
})
