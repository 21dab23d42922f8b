import { createRoot } from 'react-dom/client'
import { inTurn } from '@/design/drawing'
import { Markdown } from './Markdown'

/** What answers are made of. */
const samples = ['Some *words*, **more** and `code`.', '# A heading', '- an item\n- another\n\n1. a first', '> said', '| a | b |\n|---|---|\n| 1 | 2 |', '[here](https://example.org) ~~not~~', '```\ncode\n```', 'And **the']

/**
 * Draws an answer that has a little of everything where nobody sees it, bit by bit. The first time, a browser takes many times as long: that
 * should not fall into the first words of a real one.
 */
export function warmUp(): void {
  const root = createRoot(document.createElement('div'))
  const draw = (count: number) => {
    if (count > samples.length) {
      root.unmount()
      performance.mark('warmed up')
      return
    }
    root.render(<Markdown text={samples.slice(0, count).join('\n\n')} isStreaming />)
    inTurn(() => draw(count + 1))
  }
  inTurn(() => draw(1))
}
