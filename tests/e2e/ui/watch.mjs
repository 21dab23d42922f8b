// What runs in a page before anything else of it, to see when what came is shown.

/**
 * Notes when each piece of a generation's text came (by `read` of its response), and in which frame the answer showed as much.
 * `window.delays()` gives, for each piece, the milliseconds and the frames between the two.
 */
export const watchDelays = () => {
  const letters = text => text.replace(/[^\p{L}\p{N}]/gu, '').length
  const came = []
  const seen = []
  let length = 0
  let frames = 0
  const { read } = ReadableStreamDefaultReader.prototype
  ReadableStreamDefaultReader.prototype.read = async function () {
    const result = await read.call(this)
    if (result.value instanceof Uint8Array) {
      for (const [, json] of new TextDecoder().decode(result.value).matchAll(/^data: (\{"seq":\d+,"type":"text".*\})$/gm)) {
        length += letters(JSON.parse(json).text)
        came.push({ length, at: performance.now(), frame: frames })
      }
    }
    return result
  }
  const look = () => {
    frames++
    const length = letters(document.querySelector('article[aria-label="Answer"] > div')?.textContent ?? '')
    if (length > (seen.at(-1)?.length ?? 0)) seen.push({ length, at: performance.now(), frame: frames })
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  window.delays = () =>
    came.map(piece => {
      const shown = seen.find(({ length }) => length >= piece.length)
      return shown ? { milliseconds: Math.max(shown.at - piece.at, 0), frames: Math.max(shown.frame - piece.frame, 0) } : { milliseconds: Infinity, frames: Infinity }
    })
}
