// Runs in a worker: finding the colours of code takes longer than a page may stand still.
import { code } from '@streamdown/code'
import type { Colour, Coloured } from './highlighting'

addEventListener('message', ({ data: { id, options } }: MessageEvent<Colour>) => {
  const answer = (result: Coloured['result']) => postMessage({ id, result } satisfies Coloured)
  const known = code.highlight(options as Parameters<typeof code.highlight>[0], answer)
  if (known) answer(known)
})
