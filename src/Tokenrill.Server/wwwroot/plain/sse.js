// Reads an event stream. EventSource would do, if it could send a body and headers, and if it showed comments.

/** The bytes stopped coming, and not because the stream was over. */
export class ConnectionLost extends Error {}

/** Yields { id, event, data, comment } for each block that has ended; a block without its empty line never happened. */
export async function* readEvents(body) {
  const pieces = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  let block = {}
  try {
    while (true) {
      const { done, value } = await pieces.read().catch(error => { throw new ConnectionLost(error.message) })
      if (done) return
      const lines = (rest + value).split('\n')
      rest = lines.pop()
      for (const line of lines) {
        if (line !== '') {
          take(block, line.endsWith('\r') ? line.slice(0, -1) : line)
          continue
        }
        if (Object.keys(block).length > 0) yield block
        block = {}
      }
    }
  } finally {
    pieces.cancel().catch(() => {})
  }
}

function take(block, line) {
  const colon = line.indexOf(':')
  const field = colon < 0 ? line : line.slice(0, colon)
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
  if (field === '') block.comment = value
  else if (field === 'data' && 'data' in block) block.data += '\n' + value
  else block[field] = value
}
