import { Http, path } from './http.js'
import type { CallOptions, ClientOptions, ReadOptions, StreamOptions } from './options.js'
import { Recipes } from './recipes.js'
import { Sessions } from './sessions.js'
import { startGeneration } from './starting.js'
import { GenerationStream } from './streams/generation-stream.js'
import { overFetch } from './transports/fetch.js'
import type { Transport } from './transports/transport.js'
import type { StartRequest } from './types/requests.js'
import type { GenerationState, Model, ReadToken } from './types/states.js'

/** One Tokenrill server. Every call throws {@link TokenrillError}, or its signal's reason when that is aborted. */
export class TokenrillClient {
  readonly sessions: Sessions
  readonly recipes: Recipes
  readonly #http: Http
  readonly #transport: Transport

  constructor(options: ClientOptions = {}) {
    this.#http = new Http(options)
    this.#transport = options.transport ?? overFetch
    this.sessions = new Sessions(this.#http, this.#transport)
    this.recipes = new Recipes(this.#http, this.#transport)
  }

  /** Starts a generation. Resolves when the server has accepted it, before the first token. */
  start(request: StartRequest, options: StreamOptions = {}): Promise<GenerationStream> {
    return startGeneration(this.#http, this.#transport, '/v1/generations', request, options)
  }

  /** Reads a generation, from the first event or from behind `after`. Connects when it is read. */
  read(generation: string, options: ReadOptions = {}): GenerationStream {
    return new GenerationStream(this.#http, this.#transport, generation, options)
  }

  /** Stops a generation; what has ended stays as it is. */
  stop(generation: string, { signal }: CallOptions = {}): Promise<GenerationState> {
    return this.#http.json('POST', path`/v1/generations/${generation}/stop`, { signal })
  }

  /** What a generation has said so far, and how it stands. */
  state(generation: string, { signal }: CallOptions = {}): Promise<GenerationState> {
    return this.#http.json('GET', path`/v1/generations/${generation}`, { signal })
  }

  /** The active generations, oldest first, without what they have said. */
  async active({ signal }: CallOptions = {}): Promise<readonly GenerationState[]> {
    return (await this.#http.json<{ data: GenerationState[] }>('GET', '/v1/generations?status=active', { signal })).data
  }

  /** The models of all providers, and the aliases. */
  async models({ signal }: CallOptions = {}): Promise<readonly Model[]> {
    return (await this.#http.json<{ data: Model[] }>('GET', '/v1/models', { signal })).data
  }

  /** Reads this one generation for five minutes, as `?token=`. */
  token(generation: string, { signal }: CallOptions = {}): Promise<ReadToken> {
    return this.#http.json('POST', path`/v1/generations/${generation}/token`, { signal })
  }
}
