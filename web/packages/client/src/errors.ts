/** The codes of a server's errors, and two of this client: `connection_lost` and `unexpected_answer`. */
export type ErrorCode =
  | 'invalid_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'session_busy'
  | 'cursor_expired'
  | 'request_too_large'
  | 'rate_limited'
  | 'connect_timeout'
  | 'first_token_timeout'
  | 'between_tokens_timeout'
  | 'total_timeout'
  | 'internal'
  | 'storage_unavailable'
  | 'provider_unavailable'
  | 'provider_rejected'
  | 'provider_rate_limited'
  | 'provider_disconnected'
  | 'provider_protocol'
  | 'context_length_exceeded'
  | 'content_filtered'
  | 'output_limit_exceeded'
  | 'interrupted'
  | 'connection_lost'
  | 'unexpected_answer'

/** What an error can say. */
export interface ErrorDetails {
  readonly code: ErrorCode | (string & {})
  readonly status?: number | undefined
  readonly id?: string | undefined
  readonly retryable?: boolean | undefined
  readonly retryAfter?: number | undefined
  readonly generation?: string | undefined
  readonly field?: string | undefined
  readonly cause?: unknown
}

/** Whatever goes wrong. A generation that fails is no such error but the event `failed`. */
export class TokenrillError extends Error implements ErrorDetails {
  override readonly name = 'TokenrillError'
  /** `connection_lost` when the server could not be reached; `unexpected_answer` when what answered was no Tokenrill server. */
  readonly code: ErrorCode | (string & {})
  /** The HTTP status; undefined when there was no answer. */
  readonly status: number | undefined
  /** Found in the server's log. */
  readonly id: string | undefined
  /** Whether the same call may succeed later. */
  readonly retryable: boolean
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined
  /** The generation that is in the way, or that is concerned. */
  readonly generation: string | undefined
  /** The member of the request that was wrong. */
  readonly field: string | undefined

  constructor(message: string, details: ErrorDetails) {
    super(message, { cause: details.cause })
    this.code = details.code
    this.status = details.status
    this.id = details.id
    this.retryable = details.retryable ?? false
    this.retryAfter = details.retryAfter
    this.generation = details.generation
    this.field = details.field
  }
}

/** The connection could not be made, or broke. */
export const lost = (cause?: unknown, generation?: string): TokenrillError =>
  new TokenrillError('The connection to the server was lost.', { code: 'connection_lost', retryable: true, generation, cause })

/** Seconds of `Retry-After`; undefined when absent or a date. */
export function retryAfterOf(response: Response): number | undefined {
  const value = response.headers.get('retry-after')
  return value && /^\d+$/.test(value) ? Number(value) : undefined
}

/** The error that an answer's problem document tells; of a proxy's page, what its status tells. */
export async function errorOf(response: Response): Promise<TokenrillError> {
  const { status } = response
  const retryAfter = retryAfterOf(response)
  const problem = (await response.json().catch(() => undefined)) as Record<string, unknown> | null | undefined
  if (typeof problem?.code === 'string')
    return new TokenrillError(String(problem.detail ?? problem.title), { ...(problem as object), code: problem.code, status, retryAfter })
  const retryable = status >= 500 || status === 429 || status === 408
  return new TokenrillError(`The server answered ${status}.`, { code: 'unexpected_answer', status, retryable, retryAfter })
}
