import { type StartRequest, type TokenrillClient, TokenrillError } from '@tokenrill/client'

/** What came of starting several. */
export interface Started {
  /** The generations that run, in the order in which the server took them. */
  readonly generations: readonly string[]
  /** Why it stopped before all were started. */
  readonly error: TokenrillError | undefined
}

/** Starts that are on their way at the same time. A browser has six connections to a server, and the page itself reads over one or two. */
const atOnce = 4

/**
 * Starts so many, and reads none of them: each is left as soon as it is accepted, as a page that is closed leaves it. The first refusal ends it.
 * @param onStarted Told of the first one as soon as it runs.
 */
export async function startMany(
  client: Pick<TokenrillClient, 'start'>,
  request: StartRequest,
  count: number,
  onStarted: (generation: string) => void,
): Promise<Started> {
  const generations: string[] = []
  let left = count
  let error: TokenrillError | undefined
  const work = async () => {
    while (!error && left-- > 0) {
      try {
        const stream = await client.start(request)
        stream.close()
        generations.push(stream.generation)
        if (generations.length === 1) onStarted(stream.generation)
      } catch (reason) {
        if (!(reason instanceof TokenrillError)) throw reason
        error ??= reason
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work))
  return { generations, error }
}
