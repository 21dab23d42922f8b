import type { Environment } from './environment.js'

/** Where no frame is painted, what changed is published after this many milliseconds. */
const pace = 50
/** Drawing that takes longer than this many milliseconds keeps the page from its frames. */
const late = 25
/** A page that has been hidden for this many milliseconds gives its connections back. */
const patience = 5000

/** What shows views, as React's `useSyncExternalStore` wants it. */
export interface Views<V> {
  /** Calls back when there is another view, until what it returned is called. */
  readonly subscribe: (listener: () => void) => () => void
  /** The view last published; the same one until the next. */
  readonly getView: () => V
}

/**
 * Shows immutable views of what changes, at most one for each frame.
 * It is awake while somebody subscribes and the page is not hidden for long; only then may it hold connections.
 */
export abstract class Store<V extends object> implements Views<V> {
  readonly #listeners = new Set<() => void>()
  #view: V | undefined
  #isAwake = false
  #cancelPublishing: (() => void) | undefined
  #cancelSleep: (() => void) | undefined
  #isFramed = false
  /** Until when nothing is published. */
  #restUntil = 0

  constructor(protected readonly environment: Environment) {}

  readonly getView = (): V => (this.#view ??= this.render())

  readonly subscribe = (listener: () => void): (() => void) => {
    // The same function may be given twice, and leave once.
    const own = () => listener()
    this.#listeners.add(own)
    if (this.#listeners.size === 1) this.#attend()
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#leave()
    }
  }

  /** Whether it may hold connections. */
  protected get isAwake(): boolean {
    return this.#isAwake
  }

  /** What there is to see now. Nobody is told of a view whose members are all the same as before. */
  protected abstract render(): V

  /** It may hold connections from now on. */
  protected abstract wake(): void

  /** It must give its connections back: the page is hidden, or nobody is there any more. */
  protected abstract sleep(why: 'hidden' | 'left'): void

  /** The browser is online again: what waits for another attempt need not wait. */
  protected abstract hurry(): void

  /** Something changed: it is published with the next frame, or, when somebody waits for it, at once. */
  protected changed(isUrgent = false): void {
    if (isUrgent || this.#listeners.size === 0) return this.#publish()
    if (this.#cancelPublishing) return
    const { frame, document, clock } = this.environment
    this.#isFramed = frame !== undefined && !document?.hidden
    this.#cancelPublishing = frame && this.#isFramed ? this.#inFrame(frame) : clock.after(pace, this.#publish)
  }

  /** Publishes in the next frame. What took long to draw is given time to be looked at, and the person to act: half as long again. */
  #inFrame(frame: NonNullable<Environment['frame']>): () => void {
    const { clock } = this.environment
    const look = () => {
      const began = clock.now()
      if (began < this.#restUntil) {
        this.#cancelPublishing = frame(look)
        return
      }
      this.#publish()
      // A timer comes behind what this frame draws.
      clock.after(0, () => {
        const took = clock.now() - began
        this.#restUntil = took > late ? began + took * 1.5 : 0
      })
    }
    return frame(look)
  }

  readonly #publish = () => {
    this.#cancelPublishing?.()
    this.#cancelPublishing = undefined
    const before = this.#view
    this.#view = this.render()
    if (before && isSame(before, this.#view)) this.#view = before
    else for (const listener of [...this.#listeners]) listener()
  }

  #attend(): void {
    const { document, window } = this.environment
    document?.addEventListener('visibilitychange', this.#turned)
    window?.addEventListener('online', this.#online)
    this.#rouse()
    this.#turned()
  }

  /** Whoever leaves may be back at once: React's strict mode mounts twice. */
  #leave(): void {
    this.#cancelSleep?.()
    this.#cancelSleep = this.environment.clock.after(0, () => {
      const { document, window } = this.environment
      document?.removeEventListener('visibilitychange', this.#turned)
      window?.removeEventListener('online', this.#online)
      this.#isAwake = false
      this.sleep('left')
    })
  }

  #rouse(): void {
    if (this.#isAwake) return
    this.#isAwake = true
    this.wake()
  }

  readonly #turned = () => {
    const { document, clock } = this.environment
    this.#cancelSleep?.()
    this.#cancelSleep = undefined
    if (!document?.hidden) return this.#rouse()
    this.#cancelSleep = clock.after(patience, () => {
      this.#isAwake = false
      this.sleep('hidden')
    })
    // A hidden page paints no frame.
    if (!this.#cancelPublishing || !this.#isFramed) return
    this.#cancelPublishing()
    this.#isFramed = false
    this.#cancelPublishing = clock.after(pace, this.#publish)
  }

  readonly #online = () => {
    if (this.#isAwake) this.hurry()
  }
}

const isSame = <V extends object>(one: V, other: V): boolean =>
  (Object.keys(one) as (keyof V)[]).every(name => Object.is(one[name], other[name]))
