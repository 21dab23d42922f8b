import { onTestFinished } from 'vitest'
import { startRelay } from '../../../../../tests/e2e/relay.mjs'
import { startServer } from '../../../../../tests/e2e/server.mjs'
import { type Clock, systemClock } from '../../src/clock.js'

export { startRelay, startServer }
export type Server = Awaited<ReturnType<typeof startServer>>
export type Relay = Awaited<ReturnType<typeof startRelay>>

/** Waits for an attempt are as good when they are short. Nothing else is hurried. */
export const hurried: Clock = {
  ...systemClock,
  after: (milliseconds, callback) => systemClock.after(milliseconds > 20_000 ? milliseconds : milliseconds / 50, callback),
}

/** A relay in front of a server, until the test ends. */
export async function relayTo(server: Server): Promise<Relay> {
  const relay = await startRelay(server.url)
  onTestFinished(() => relay.stop())
  return relay
}

/** Thirty places to cut at: anywhere, also within a character, a line or a chunk. */
export const thirtyCuts = Array.from({ length: 30 }, (_, index) => 1500 + 37 * index)

/** Asks the server itself, past every relay. */
export async function ask<T>(server: Server, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(server.url + path, init)
  return (await response.json()) as T
}
