import { useTokenrill } from '@tokenrill/react'
import { useEffect, useState } from 'react'

/** The model that a generation really asked, behind its alias; undefined until it is known. */
export function useAskedModel(generation: string | undefined): string | undefined {
  const client = useTokenrill()
  const [asked, setAsked] = useState<{ readonly generation: string; readonly model: string }>()
  useEffect(() => {
    if (!generation) return
    const asking = new AbortController()
    // Without it only a hint is missing.
    client.state(generation, { signal: asking.signal }).then(
      ({ model }) => setAsked({ generation, model }),
      () => {},
    )
    return () => asking.abort()
  }, [client, generation])
  return asked?.generation === generation ? asked?.model : undefined
}
