import { describe, expect, it } from 'vitest'
import { commonSequence } from '@/prompt/sequence'

const common = (a: string, b: string, most = 1e6) => commonSequence([...a], [...b], most)
const text = (a: string, b: string) => common(a, b)?.map(([at]) => a[at]).join('')

/** The length of the longest common subsequence, found in the plainest way. */
const longest = (a: string, b: string): number =>
  !a || !b ? 0 : a[0] === b[0] ? 1 + longest(a.slice(1), b.slice(1)) : Math.max(longest(a.slice(1), b), longest(a, b.slice(1)))

describe('commonSequence', () => {
  it('finds a longest one', () => {
    expect(text('abcbdab', 'bdcaba')).toHaveLength(4)
    for (let seed = 1; seed < 200; seed++) {
      let state = seed
      const letters = (count: number) => Array.from({ length: count }, () => 'abc'[(state = (state * 48271) % 2147483647) % 3]).join('')
      const [a, b] = [letters(seed % 9), letters((seed * 7) % 9)]
      const pairs = common(a, b) ?? []
      expect(pairs.length, `${a} ${b}`).toBe(longest(a, b))
      expect(pairs.every(([x, y], at) => a[x] === b[y] && (at === 0 || (x > (pairs[at - 1]?.[0] ?? -1) && y > (pairs[at - 1]?.[1] ?? -1))))).toBe(true)
    }
  })

  it('takes what is alike at both ends once', () => {
    expect(common('aa', 'aaa')).toEqual([[0, 0], [1, 1]])
    expect(common('', 'a')).toEqual([])
  })

  it('gives up before it costs too much', () => {
    expect(common('abcd', 'efgh', 15)).toBeUndefined()
    expect(common('abcd', 'efgh', 16)).toEqual([])
    expect(common('xabcdx', 'xefghx', 16)).toEqual([[0, 0], [5, 5]])
  })
})
