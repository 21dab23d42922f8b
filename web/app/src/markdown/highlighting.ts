import type { CodeHighlighterPlugin } from 'streamdown'
import { languages } from './languages'

/** Colours code. What does it comes when the first code does, one language at a time; until then, code is plain. */
export function lazyHighlighting(): CodeHighlighterPlugin {
  let loading: Promise<CodeHighlighterPlugin> | undefined
  let loaded: CodeHighlighterPlugin | undefined
  const load = () => {
    loading ??= import('@streamdown/code').then(({ code }) => {
      loaded = code as CodeHighlighterPlugin
      return loaded
    })
    return loading
  }
  return {
    name: 'shiki',
    type: 'code-highlighter',
    getSupportedLanguages: () => Object.keys(languages),
    getThemes: () => ['github-light', 'github-dark'],
    supportsLanguage: language => language.trim().toLowerCase() in languages,
    highlight(options, callback) {
      // Colours come with the end of the fence: until then each new piece would have all of it drawn again.
      if (options.isIncomplete) return null
      if (loaded) return loaded.highlight(options, callback)
      load().then(
        highlighter => {
          const result = highlighter.highlight(options, callback)
          if (result) callback?.(result)
        },
        // It could not be fetched: the code stays plain, and the next one tries again.
        () => {
          loading = undefined
        },
      )
      return null
    },
  }
}
