/** What is pushed comes out again, in order, to one who waits for it. */
export class Queue<T> implements AsyncIterable<T> {
  readonly #items: T[] = []
  #wake: () => void = () => {}
  #isEnded = false
  #error: unknown

  push(item: T): void {
    this.#items.push(item)
    this.#wake()
  }

  /** Nothing more comes. What was pushed before still does. */
  end(error?: unknown): void {
    this.#isEnded = true
    this.#error ??= error
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    while (true) {
      while (this.#items.length > 0) yield this.#items.shift() as T
      if (this.#isEnded) break
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    if (this.#error) throw this.#error
  }
}
