import { expect, test } from 'vitest'
import { languages } from '@/markdown/languages'
import { bundledLanguages } from '@/markdown/shiki'

test('every name leads to a grammar, and every grammar has a name', () => {
  expect(new Set(Object.values(languages))).toEqual(new Set(Object.keys(bundledLanguages)))
})
