import { describe, expect, test } from 'vitest'
import { Sections } from '@/markdown/sections'

const paragraph = (index: number) => `Paragraph ${index}: ${'word '.repeat(60).trim()}.`
const long = Array.from({ length: 40 }, (_, index) => paragraph(index)).join('\n\n')

/** The sections after every so many characters more, as a stream would bring them. */
function* growing(text: string, step = 7) {
  const sections = new Sections()
  for (let end = step; end < text.length + step; end += step) yield [text.slice(0, end), sections.of(text.slice(0, end))] as const
}

describe('sections of a text that grows', () => {
  test('are the text, at every length', () => {
    for (const [text, parts] of growing(long)) expect(parts.join('')).toBe(text)
  })

  test('never change once they are finished', () => {
    let before: readonly string[] = []
    for (const [, parts] of growing(long)) {
      expect(parts.slice(0, before.length - 1)).toEqual(before.slice(0, -1))
      before = parts
    }
    expect(before.length).toBeGreaterThan(5)
    for (const part of before.slice(0, -1)) expect(part.length).toBeLessThan(2000)
  })

  test('are the same however the text was cut', () => {
    const last = (step: number) => [...growing(long, step)].at(-1)?.[1]
    expect(last(1)).toEqual(last(10_000))
  })

  test.each([
    ['a code fence', `\`\`\`\n${'line\n\n'.repeat(400)}\`\`\`\n`],
    ['a longer fence around a shorter one', `\`\`\`\`\n${'```\nx\n\n```\n\n'.repeat(200)}\`\`\`\`\n`],
    ['a list', `${'- an item\n\n  of two paragraphs\n\n'.repeat(80)}`],
    ['a numbered list', `${'1. an item\n\n'.repeat(300)}`],
    ['a quotation', `${'> said somebody\n\n'.repeat(200)}`],
    ['what others point to', `${long}\n\n[one]: https://example.org\n\n${long}`],
    ['preformatted HTML', `<pre>\n\n${long}\n\n</pre>`],
  ])('%s is not cut apart', (_, text) => {
    expect(new Sections().of(text)).toEqual([text])
  })

  test('a fence that was closed does not hold back what follows', () => {
    expect(new Sections().of(`\`\`\`\n${'x\n'.repeat(700)}\`\`\`\n\nAfterwards.\n`)).toHaveLength(2)
  })

  test('another text begins anew', () => {
    const sections = new Sections()
    sections.of(long)
    expect(sections.of('Something else.')).toEqual(['Something else.'])
  })
})
