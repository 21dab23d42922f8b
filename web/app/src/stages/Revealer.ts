import { type Typewriter, type TypewriterOptions, typewriter } from '@tokenrill/client'

/** Shows a text that grows letter by letter, and begins anew when it becomes another one. */
export class Revealer {
  readonly #show: (text: string) => void
  readonly #options: Partial<TypewriterOptions>
  #writer: Typewriter
  #pushed: string
  #shown: string
  #isEnded = false

  /**
   * @param show Takes all that is to be seen so far.
   * @param begun What is to be seen already.
   */
  constructor(show: (text: string) => void, begun = '', options: Partial<TypewriterOptions> = {}) {
    this.#show = show
    this.#options = options
    this.#pushed = begun
    this.#shown = begun
    this.#writer = this.#begin()
  }

  /** @param isComplete Whether nothing more comes. Before that the last character waits: what follows may belong to it. */
  update(text: string, isComplete: boolean): void {
    if (!text.startsWith(this.#pushed)) {
      this.stop()
      this.#pushed = ''
      this.#shown = ''
      this.#show('')
      this.#writer = this.#begin()
    } else if (this.#isEnded && text !== this.#pushed) {
      // It was not the end after all.
      this.#writer.flush()
      this.#writer = this.#begin()
    }
    this.#writer.push(text.slice(this.#pushed.length))
    this.#pushed = text
    if (!isComplete || this.#isEnded) return
    this.#isEnded = true
    void this.#writer.end()
  }

  stop(): void {
    this.#writer.stop()
  }

  #begin(): Typewriter {
    this.#isEnded = false
    return typewriter({
      // Whoever turned it on wants to see it, whatever is said of other motion.
      reducedMotion: false,
      ...this.#options,
      write: piece => {
        this.#shown += piece
        this.#show(this.#shown)
      },
    })
  }
}
