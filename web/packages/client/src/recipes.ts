import { type Http, path } from './http.js'
import type { CallOptions, StreamOptions } from './options.js'
import { PipelineSource } from './reading/pipeline-source.js'
import { generationOf, keyed, post, startGeneration } from './starting.js'
import type { GenerationStream } from './streams/generation-stream.js'
import { PipelineStream } from './streams/pipeline-stream.js'
import type { Transport } from './transports/transport.js'
import type { RecipeRequest } from './types/requests.js'
import type { Recipe } from './types/states.js'

/** The server's recipes. Every call throws `TokenrillError`; `not_found` when there is no such recipe. */
export class Recipes {
  readonly #http: Http
  readonly #transport: Transport

  /** @internal */
  constructor(http: Http, transport: Transport) {
    this.#http = http
    this.#transport = transport
  }

  async list({ signal }: CallOptions = {}): Promise<readonly Recipe[]> {
    return (await this.#http.json<{ recipes: Recipe[] }>('GET', '/v1/recipes', { signal })).recipes
  }

  get(name: string, { signal }: CallOptions = {}): Promise<Recipe> {
    return this.#http.json('GET', path`/v1/recipes/${name}`, { signal })
  }

  /** Runs one that has no stages. Wrong variables are `invalid_request`, all of them named in the message. */
  run(name: string, request: RecipeRequest = {}, options: StreamOptions = {}): Promise<GenerationStream> {
    return startGeneration(this.#http, this.#transport, path`/v1/recipes/${name}`, request, options)
  }

  /** Runs a pipeline: a recipe with stages. Always read with `fetch`: it spans several generations. */
  async runPipeline(name: string, request: RecipeRequest = {}, options: StreamOptions = {}): Promise<PipelineStream> {
    const body = keyed(request)
    const send = (signal?: AbortSignal) =>
      post(this.#http, path`/v1/recipes/${name}`, body, { ...options, signal: signal ?? options.signal }, { accept: 'text/event-stream' })
    const first = await send()
    return new PipelineStream(this.#http, new PipelineSource(this.#http, send, first), generationOf(first), options)
  }
}
