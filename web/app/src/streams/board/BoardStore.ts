import { type Clock, type GenerationState, type TokenrillClient, TokenrillError } from '@tokenrill/client'
import { machineClock } from '../clock'
import { type Board, emptyBoard, isActive, look, prune, settle } from './board'
import { type Watch, type WatchOptions, watch } from './watch'

/** What the page shows of the board. */
export interface BoardView {
  readonly board: Board
  /** Why the last look failed; undefined while looks succeed. */
  readonly error: TokenrillError | undefined
  /** Generations that were told to stop and have not ended yet. */
  readonly stopping: ReadonlySet<string>
  /** The one that could not be stopped, and why. */
  readonly unstopped: { readonly id: string; readonly error: TokenrillError } | undefined
}

type Server = Pick<TokenrillClient, 'active' | 'state' | 'stop'>

/** Looks once a second at what runs while somebody subscribes, and finds out how ended what has. */
export class BoardStore {
  readonly #server: Server
  readonly #clock: Clock
  readonly #page: WatchOptions['page']
  readonly #listeners = new Set<() => void>()
  #view: BoardView = { board: emptyBoard, error: undefined, stopping: new Set(), unstopped: undefined }
  #watch: Watch | undefined

  constructor(server: Server, { clock = machineClock, page }: Pick<WatchOptions, 'clock' | 'page'> = {}) {
    this.#server = server
    this.#clock = clock
    this.#page = page
  }

  readonly view = (): BoardView => this.#view

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    this.#watch ??= watch({
      ask: signal => this.#look(signal),
      onError: error => this.#show({ error: errorOf(error) }),
      clock: this.#clock,
      ...(this.#page && { page: this.#page }),
    })
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size) return
      this.#watch?.stop()
      this.#watch = undefined
    }
  }

  /** Looks at once: something was started. */
  readonly refresh = (): void => this.#watch?.now()

  readonly stop = async (id: string): Promise<void> => {
    this.#show({ stopping: new Set([...this.#view.stopping, id]), unstopped: undefined })
    try {
      await this.#server.stop(id)
      this.refresh()
    } catch (error) {
      this.#show({ stopping: without(this.#view.stopping, id), unstopped: { id, error: errorOf(error) } })
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const active = await this.#server.active({ signal })
    signal.throwIfAborted()
    const before = this.#view.board
    const now = this.#clock.now()
    const board = prune(look(before, active, now), now)
    const wasActive = new Set(before.rows.filter(isActive).map(({ id }) => id))
    const running = new Set(active.map(({ id }) => id))
    const { stopping, unstopped } = this.#view
    this.#show({
      board,
      error: undefined,
      stopping: [...stopping].every(id => running.has(id)) ? stopping : new Set([...stopping].filter(id => running.has(id))),
      unstopped: unstopped && running.has(unstopped.id) ? unstopped : undefined,
    })
    for (const { id, status } of board.rows) if (status === 'ended' && wasActive.has(id)) void this.#learn(id)
  }

  /** Asks how one ended. Once: a server that cannot say it, or keeps it no longer, leaves it at "ended". */
  async #learn(id: string): Promise<void> {
    const state: GenerationState | undefined = await this.#server.state(id).catch(() => undefined)
    if (state) this.#show({ board: settle(this.#view.board, state) })
  }

  #show(part: Partial<BoardView>): void {
    this.#view = { ...this.#view, ...part }
    for (const listener of this.#listeners) listener()
  }
}

const without = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> => new Set([...ids].filter(other => other !== id))

const errorOf = (error: unknown): TokenrillError =>
  error instanceof TokenrillError ? error : new TokenrillError('Something went wrong on this page.', { code: 'unexpected_answer', cause: error })
