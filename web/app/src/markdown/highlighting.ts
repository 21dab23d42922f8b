import type { CodeHighlighterPlugin, HighlightOptions } from 'streamdown'
import { languages } from './languages'

type Highlight = CodeHighlighterPlugin['highlight']
type HighlightResult = NonNullable<ReturnType<Highlight>>

/** Asks a worker for the colours of code. */
export interface Colour {
  readonly id: number
  readonly options: HighlightOptions
}

/** Answers it. */
export interface Coloured {
  readonly id: number
  readonly result: HighlightResult
}

/** Colours code, in a worker that begins with the first code; until colours come, code is plain. */
export function lazyHighlighting(begin: () => Worker = beginWorker): CodeHighlighterPlugin {
  const waiting = new Map<number, (result: HighlightResult) => void>()
  let last = 0
  let worker: Worker | undefined
  const wake = () => {
    if (worker) return worker
    const own = begin()
    own.addEventListener('message', ({ data: { id, result } }: MessageEvent<Coloured>) => {
      waiting.get(id)?.(result)
      waiting.delete(id)
    })
    // It could not be fetched, or it fails: the code stays plain, and the next one tries again with another.
    own.addEventListener('error', () => {
      own.terminate()
      waiting.clear()
      worker = undefined
    })
    worker = own
    return own
  }
  return {
    name: 'shiki',
    type: 'code-highlighter',
    getSupportedLanguages: () => Object.keys(languages) as ReturnType<CodeHighlighterPlugin['getSupportedLanguages']>,
    getThemes: () => ['github-light', 'github-dark'],
    supportsLanguage: language => language.trim().toLowerCase() in languages,
    highlight(options, callback) {
      // Colours come with the end of the fence: until then each new piece would have all of it drawn again.
      if (options.isIncomplete || !callback) return null
      waiting.set(++last, callback)
      wake().postMessage({ id: last, options } satisfies Colour)
      return null
    },
  }
}

const beginWorker = () => new Worker(new URL('./colourer.ts', import.meta.url), { type: 'module' })
