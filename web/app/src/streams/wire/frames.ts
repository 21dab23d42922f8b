/** Calls back once, soon. */
export type Frames = (callback: () => void) => void

/** Milliseconds between two times while nobody sees the page. */
const unseen = 500

/** With the next frame; frames stop while a page is hidden, so there it is a timer. */
export const pageFrames: Frames = callback => {
  if (document.hidden) setTimeout(callback, unseen)
  else requestAnimationFrame(callback)
}
