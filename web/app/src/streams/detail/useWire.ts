import { useEffect, useState } from 'react'
import { connect } from '@/shell/connect'
import { apiKey } from '@/shell/key'
import { WireReader, type WireView } from '../wire/WireReader'

/** Reads one generation from its first event while the page shows it. `again` reads it anew. */
export function useWire(generation: string): readonly [view: WireView | undefined, again: () => void] {
  const [view, setView] = useState<WireView>()
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const reader = new WireReader({ connect: transport => connect(apiKey.get(), transport), generation, onView: setView })
    return () => reader.close()
  }, [generation, attempt])
  return [view, () => setAttempt(count => count + 1)]
}
