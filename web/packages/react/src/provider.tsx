import type { TokenrillClient } from '@tokenrill/client'
import { createContext, type JSX, type ReactNode, useContext } from 'react'

const Context = createContext<TokenrillClient | undefined>(undefined)

/** Gives the hooks below it their client. Keep that one for as long as the page lives; with another one everything is read anew. */
export function TokenrillProvider({ client, children }: { readonly client: TokenrillClient; readonly children: ReactNode }): JSX.Element {
  return <Context.Provider value={client}>{children}</Context.Provider>
}

/**
 * The client that the nearest `TokenrillProvider` gives.
 * @throws Error when there is none.
 */
export function useTokenrill(): TokenrillClient {
  const client = useContext(Context)
  if (!client) throw new Error('A hook of @tokenrill/react was called outside of a provider: put <TokenrillProvider client={…}> around it.')
  return client
}
