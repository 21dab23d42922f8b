import type { SessionState, TokenrillError } from '@tokenrill/client'
import { useTokenrill } from '@tokenrill/react'
import { useCallback, useEffect, useRef, useState } from 'react'

/** How many a page of the list has. */
const page = 50

/** The caller's sessions, newest first. */
export interface SessionListState {
  readonly sessions: readonly SessionState[]
  readonly isLoading: boolean
  readonly error: TokenrillError | undefined
  /** Whether there are older ones. */
  readonly hasMore: boolean
  readonly refresh: () => void
  readonly loadMore: () => void
  readonly rename: (id: string, title: string) => Promise<void>
  readonly remove: (id: string) => Promise<void>
}

/** Lists the sessions: at once, when the tab is seen again, and whenever somebody says that there is something else. */
export function useSessionList(): SessionListState {
  const client = useTokenrill()
  const [state, setState] = useState<Pick<SessionListState, 'sessions' | 'isLoading' | 'error'> & { readonly next?: string | undefined }>({
    sessions: [],
    isLoading: true,
    error: undefined,
  })
  const asking = useRef<AbortController>(undefined)

  const load = useCallback(
    async (before?: string) => {
      asking.current?.abort()
      const { signal } = (asking.current = new AbortController())
      try {
        const { data, next } = await client.sessions.list({ limit: page, signal, ...(before ? { before } : {}) })
        setState(old => ({ sessions: before ? [...old.sessions, ...data] : data, isLoading: false, error: undefined, next }))
      } catch (error) {
        if (!signal.aborted) setState(old => ({ ...old, isLoading: false, error: error as TokenrillError }))
      }
    },
    [client],
  )
  const refresh = useCallback(() => void load(), [load])

  useEffect(() => {
    const look = () => document.hidden || refresh()
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      asking.current?.abort()
    }
  }, [refresh])

  /** Does it, and lists them again; what the server refuses is said above the list. */
  const change = async (call: () => Promise<unknown>) => {
    try {
      await call()
      refresh()
    } catch (error) {
      setState(old => ({ ...old, error: error as TokenrillError }))
    }
  }

  return {
    ...state,
    hasMore: state.next !== undefined,
    refresh,
    loadMore: () => void load(state.next),
    rename: (id, title) => change(() => client.sessions.rename(id, title)),
    remove: id => change(() => client.sessions.delete(id)),
  }
}
