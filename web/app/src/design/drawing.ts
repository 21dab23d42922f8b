import { flushSync } from 'react-dom'

/** How long the pieces of one frame may take to draw together, in milliseconds: what is left of it is for layout and paint. */
const budget = 10
/** A frame that takes longer than this many milliseconds keeps the person waiting. */
const late = 25

/** What a queue of pieces knows of the page, so that tests can be the page. */
export interface Page {
  now(): number
  /** Calls back before the next frame is painted. */
  frame(callback: () => void): void
  /** Calls back behind what the current frame paints. */
  behind(callback: () => void): void
}

/**
 * Draws in pieces what would keep the page from answering if it were drawn at once: in each frame as many as it has time for, and at
 * least one. A frame that took long is followed by half as long in which the person may act.
 */
export class Drawing {
  readonly #pieces = new Set<() => void>()
  #isLooking = false
  #restUntil = 0

  constructor(private readonly page: Page) {}

  /** Draws a piece when its turn comes, unless what this returned was called before. */
  request(draw: () => void): () => void {
    // The same function may be given twice.
    const piece = () => draw()
    this.#pieces.add(piece)
    this.#look()
    return () => this.#pieces.delete(piece)
  }

  #look(): void {
    if (this.#isLooking) return
    this.#isLooking = true
    this.page.frame(() => {
      this.#isLooking = false
      const began = this.page.now()
      try {
        if (began >= this.#restUntil) this.#draw(began)
      } finally {
        // Also when one could not be drawn: the others wait.
        if (this.#pieces.size > 0) this.#look()
      }
    })
  }

  #draw(began: number): void {
    for (const piece of this.#pieces) {
      this.#pieces.delete(piece)
      piece()
      if (this.page.now() - began >= budget) break
    }
    this.page.behind(() => {
      const took = this.page.now() - began
      if (took > late) this.#restUntil = began + took * 1.5
    })
  }
}

/** The one queue of this page. */
const drawing = new Drawing({
  now: () => performance.now(),
  frame: callback => void requestAnimationFrame(callback),
  behind: callback => void setTimeout(callback),
})

/** Draws what changes a component's state when its turn comes, and at once then, so that it is known how long it takes. */
export const inTurn = (change: () => void): (() => void) => drawing.request(() => flushSync(change))
