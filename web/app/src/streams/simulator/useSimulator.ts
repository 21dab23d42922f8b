import type { TokenrillError } from '@tokenrill/client'
import { useTokenrill } from '@tokenrill/react'
import { useCallback, useState } from 'react'
import { go } from '@/shell/route'
import { several } from '@/design/words'
import { requestOf, type Settings } from './settings'
import { startMany } from './startMany'

export interface Simulating {
  /** Starts are on their way. */
  readonly isStarting: boolean
  /** What was started, where not all of it could be. */
  readonly outcome: string | undefined
  readonly error: TokenrillError | undefined
  start(settings: Settings): Promise<void>
}

/** Starts simulated generations, and opens the first. */
export function useSimulator(onStarted: () => void): Simulating {
  const client = useTokenrill()
  const [isStarting, setStarting] = useState(false)
  const [outcome, setOutcome] = useState<string>()
  const [error, setError] = useState<TokenrillError>()

  const start = useCallback(
    async (settings: Settings) => {
      setStarting(true)
      setError(undefined)
      setOutcome(undefined)
      const count = Number(settings.count)
      const started = await startMany(client, requestOf(settings), count, first => go('streams', first))
      setStarting(false)
      setError(started.error)
      if (started.error && count > 1) setOutcome(`${started.generations.length} of ${several(count, 'generation')} started.`)
      onStarted()
    },
    [client, onStarted],
  )
  return { isStarting, outcome, error, start }
}
