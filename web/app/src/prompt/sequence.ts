/** Which of two lists' items belong together: pairs of indices, both growing. */
export type Pairs = readonly (readonly [number, number])[]

/**
 * A longest common subsequence of two lists. What they begin and end with alike is taken first, so that it costs nothing.
 * @param most How many comparisons what is left may cost.
 * @returns undefined when it would cost more.
 */
export function commonSequence(before: readonly string[], after: readonly string[], most: number): Pairs | undefined {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++

  const middle = between(before.slice(head, before.length - tail), after.slice(head, after.length - tail), most)
  if (!middle) return undefined
  const pairs: [number, number][] = []
  for (let at = 0; at < head; at++) pairs.push([at, at])
  for (const [a, b] of middle) pairs.push([head + a, head + b])
  for (let at = tail; at > 0; at--) pairs.push([before.length - at, after.length - at])
  return pairs
}

function between(before: readonly string[], after: readonly string[], most: number): Pairs | undefined {
  const width = after.length + 1
  // The lengths are kept in 16 bits.
  if (before.length * after.length > most || Math.min(before.length, after.length) > 0xffff) return undefined
  /** At `a * width + b`: how much of what is behind `a` and `b` is common. */
  const lengths = new Uint16Array((before.length + 1) * width)
  const length = (a: number, b: number) => lengths[a * width + b] as number
  for (let a = before.length - 1; a >= 0; a--)
    for (let b = after.length - 1; b >= 0; b--)
      lengths[a * width + b] = before[a] === after[b] ? length(a + 1, b + 1) + 1 : Math.max(length(a + 1, b), length(a, b + 1))

  const pairs: [number, number][] = []
  let a = 0
  let b = 0
  while (a < before.length && b < after.length)
    if (before[a] === after[b]) pairs.push([a++, b++])
    else if (length(a + 1, b) >= length(a, b + 1)) a++
    else b++
  return pairs
}
