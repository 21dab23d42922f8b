import { useTokenrill } from '@tokenrill/react'
import { useMemo, useSyncExternalStore } from 'react'
import { BoardStore, type BoardView } from './BoardStore'

/** What runs, once a second as long as the page can be seen. */
export function useBoard(): readonly [BoardView, BoardStore] {
  const client = useTokenrill()
  const store = useMemo(() => new BoardStore(client), [client])
  return [useSyncExternalStore(store.subscribe, store.view), store]
}
