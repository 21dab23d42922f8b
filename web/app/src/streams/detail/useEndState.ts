import type { GenerationState } from '@tokenrill/client'
import { useTokenrill } from '@tokenrill/react'
import { useEffect, useState } from 'react'

/** The state of a generation that has ended: when that was is in no event. */
export function useEndState(generation: string, hasEnded: boolean): GenerationState | undefined {
  const client = useTokenrill()
  const [state, setState] = useState<GenerationState>()
  useEffect(() => {
    if (!hasEnded) return
    const asking = new AbortController()
    // Without it only a time is missing.
    client.state(generation, { signal: asking.signal }).then(setState, () => {})
    return () => asking.abort()
  }, [client, generation, hasEnded])
  return state
}
