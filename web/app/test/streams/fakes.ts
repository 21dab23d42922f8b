import type { Clock, GenerationState } from '@tokenrill/client'

/** A clock that stands until it is turned. */
export class FakeClock implements Clock {
  #now = 0
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>()

  now(): number {
    return this.#now
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + milliseconds, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  get waiting(): number {
    return this.#timers.size
  }

  /** Turns it on, calling back what is due in its order, with all that follows from it at once. */
  async turn(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds
    await settled()
    while (true) {
      const [next] = [...this.#timers].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)
      if (!next) break
      this.#now = next.at
      this.#timers.delete(next)
      next.callback()
      await settled()
    }
    this.#now = until
  }
}

/** Everything that waits for nothing but promises has run. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** A page that can be hidden. */
export class FakePage extends EventTarget {
  hidden = false

  show(isShown: boolean): void {
    this.hidden = !isShown
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

/** A generation as the server tells of it; it began at second `began`. */
export const generation = (id: string, part: Partial<GenerationState> & { readonly began?: number } = {}): GenerationState => {
  const { began = 0, ...rest } = part
  return { id, status: 'active', model: 'sim/steady', created_at: new Date(began * 1000).toISOString(), last_seq: 1, readers: 0, ...rest }
}
