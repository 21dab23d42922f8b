import type { StartRequest } from '@tokenrill/client'

/** What can go wrong in a simulated generation. */
export const faults = {
  none: 'Nothing',
  stall: 'Goes silent',
  die: 'Loses its connection',
  garbage: 'Sends garbage',
  error: 'Is refused',
} as const
export type Fault = keyof typeof faults

/** The errors that a simulated request can be refused with. */
export const refusals = ['provider_unavailable', 'provider_rejected', 'provider_rate_limited', 'context_length_exceeded', 'content_filtered'] as const

/** What is entered, as text. Empty: as the model does it by itself. */
export interface Settings {
  readonly model: string
  readonly tokens: string
  /** Tokens a second. */
  readonly rate: string
  /** Milliseconds. */
  readonly connect: string
  readonly ttft: string
  readonly fault: Fault
  /** The fault comes after so many tokens. */
  readonly after: string
  readonly error: (typeof refusals)[number]
  readonly onDisconnect: 'continue' | 'cancel'
  /** How many to start. */
  readonly count: string
  readonly session: string
}

export const plainSettings: Settings = {
  model: 'sim/steady',
  tokens: '',
  rate: '',
  connect: '',
  ttft: '',
  fault: 'none',
  after: '20',
  error: 'provider_unavailable',
  onDisconnect: 'continue',
  count: '1',
  session: '',
}

/** What is wrong with what was entered, by its field. */
export type Problems = Partial<Record<keyof Settings, string>>

const most = { tokens: 1_000_000, milliseconds: 3_600_000, rate: 1_000_000, count: 50, session: 128 }

/** What the server would refuse, said before it is asked. */
export function problemsOf(settings: Settings): Problems {
  const afterTokens = settings.fault !== 'none' && settings.fault !== 'error'
  const found: Record<string, string | undefined> = {
    tokens: settings.tokens ? wholeProblem(settings.tokens, 1, most.tokens) : undefined,
    rate: settings.rate ? rateProblem(settings.rate) : undefined,
    connect: settings.connect ? wholeProblem(settings.connect, 0, most.milliseconds) : undefined,
    ttft: settings.ttft ? wholeProblem(settings.ttft, 0, most.milliseconds) : undefined,
    after: afterTokens ? wholeProblem(settings.after, 0, most.tokens) : undefined,
    count: wholeProblem(settings.count, 1, most.count),
    session: sessionProblem(settings.session),
  }
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined))
}

/** The first line of the prompt, which is what the simulator reads; empty when the model does as it does by itself. */
export function lineOf({ tokens, rate, connect, ttft, fault, after, error }: Settings): string {
  const words = [
    tokens && `tokens=${tokens}`,
    rate && `rate=${rate}`,
    connect && `connect=${connect}`,
    ttft && `ttft=${ttft}`,
    fault === 'error' ? `error=${error}` : fault !== 'none' && `${fault}=${after}`,
  ]
  return words.filter(Boolean).join(' ')
}

/** What is sent. */
export function requestOf(settings: Settings): StartRequest {
  const line = lineOf(settings)
  return {
    model: settings.model,
    prompt: line ? `${line}\nHello` : 'Hello',
    on_disconnect: settings.onDisconnect,
    ...(settings.session && { session: settings.session }),
  }
}

const range = (least: number, greatest: number) => `${least} to ${greatest.toLocaleString('en')}`

function wholeProblem(text: string, least: number, greatest: number): string | undefined {
  const isRight = /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= greatest
  return isRight ? undefined : `Must be a whole number from ${range(least, greatest)}.`
}

function rateProblem(text: string): string | undefined {
  const rate = /^\d{0,9}(\.\d{0,9})?$/.test(text) && /\d/.test(text) ? Number(text) : Number.NaN
  return rate === 0 || (rate >= 0.01 && rate <= most.rate)
    ? undefined
    : `Must be tokens a second from ${range(0.01, most.rate)}, or 0 for as fast as it goes.`
}

const sessionProblem = (name: string): string | undefined =>
  name.length > most.session || /\p{Cc}/u.test(name) ? `May have ${most.session} characters, none of them a control character.` : undefined
