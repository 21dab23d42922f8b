import { type Model, TokenrillError } from '@tokenrill/client'
import { TokenrillProvider } from '@tokenrill/react'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { ErrorNotice } from '@/design/ErrorNotice'
import { connect } from './connect'
import { apiKey } from './key'
import { KeyPrompt } from './KeyPrompt'
import { ModelsContext } from './models'

type State = { readonly models: readonly Model[] } | { readonly error: TokenrillError } | undefined

/** The server that the page came from, for everything within; asks for a key first where it wants one. */
export function Server({ children }: { readonly children: ReactNode }) {
  const [key, setKey] = useState(apiKey.get)
  const [state, setState] = useState<State>()
  const [attempt, setAttempt] = useState(0)
  const client = useMemo(() => connect(key), [key])

  useEffect(() => {
    const asking = new AbortController()
    client
      .models({ signal: asking.signal })
      .then(models => setState({ models }))
      .catch(error => {
        if (!asking.signal.aborted) setState({ error: error as TokenrillError })
      })
    return () => asking.abort()
  }, [client, attempt])

  const enter = useCallback((entered: string) => {
    apiKey.set(entered)
    setState(undefined)
    setKey(entered)
  }, [])

  if (!state) return null
  if ('error' in state)
    return state.error instanceof TokenrillError && state.error.code === 'unauthorized' ? (
      <KeyPrompt wasRefused={key !== undefined} onKey={enter} />
    ) : (
      <main className="grid h-full place-items-center p-4">
        <ErrorNotice error={state.error} onRetry={() => setAttempt(count => count + 1)} className="max-w-lg" />
      </main>
    )
  return (
    <TokenrillProvider client={client}>
      <ModelsContext value={state.models}>{children}</ModelsContext>
    </TokenrillProvider>
  )
}
