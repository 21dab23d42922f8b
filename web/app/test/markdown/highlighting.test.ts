import { describe, expect, it, vi } from 'vitest'
import { type Colour, type Coloured, lazyHighlighting } from '@/markdown/highlighting'

/** A worker that is told and tells by hand. */
class HandWorker extends EventTarget {
  readonly asked: Colour[] = []
  isEnded = false
  postMessage(colour: Colour) {
    this.asked.push(colour)
  }
  terminate() {
    this.isEnded = true
  }
  answer(id: number, result: Coloured['result']) {
    this.dispatchEvent(new MessageEvent('message', { data: { id, result } satisfies Coloured }))
  }
}

function begin() {
  const workers: HandWorker[] = []
  const plugin = lazyHighlighting(() => {
    workers.push(new HandWorker())
    return workers.at(-1) as unknown as Worker
  })
  return { plugin, workers }
}

const themes = ['github-light', 'github-dark'] as const
const options = (code: string, isIncomplete = false) => ({ code, language: 'python', themes: [...themes], isIncomplete }) as Colour['options']
const result = (name: string) => ({ tokens: [[{ content: name }]] }) as Coloured['result']

describe('lazyHighlighting', () => {
  it('begins a worker with the first code, and one for all', () => {
    const { plugin, workers } = begin()
    expect(workers).toHaveLength(0)
    expect(plugin.highlight(options('a'), () => {})).toBeNull()
    plugin.highlight(options('b'), () => {})
    expect(workers).toHaveLength(1)
    expect(workers[0]?.asked.map(({ options }) => options.code)).toEqual(['a', 'b'])
  })

  it('gives each code its own colours, in whatever order they come', () => {
    const { plugin, workers } = begin()
    const [first, second] = [vi.fn(), vi.fn()]
    plugin.highlight(options('a'), first)
    plugin.highlight(options('b'), second)
    const [a, b] = workers[0]?.asked ?? []
    workers[0]?.answer(b?.id ?? 0, result('b'))
    workers[0]?.answer(a?.id ?? 0, result('a'))
    expect(first.mock.calls).toEqual([[result('a')]])
    expect(second.mock.calls).toEqual([[result('b')]])
  })

  it('asks for nothing while the fence is open', () => {
    const { plugin, workers } = begin()
    expect(plugin.highlight(options('a', true), () => {})).toBeNull()
    expect(workers).toHaveLength(0)
  })

  it('takes another worker for the next code when one fails', () => {
    const { plugin, workers } = begin()
    const first = vi.fn()
    plugin.highlight(options('a'), first)
    workers[0]?.dispatchEvent(new Event('error'))
    expect(workers[0]?.isEnded).toBe(true)
    plugin.highlight(options('b'), () => {})
    expect(workers).toHaveLength(2)
    expect(first).not.toHaveBeenCalled()
  })
})
