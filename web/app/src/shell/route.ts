import { useSyncExternalStore } from 'react'

/** The pages of the UI. */
export const pages = ['chat', 'prompt', 'stages', 'streams'] as const
export type PageName = (typeof pages)[number]

/** Where the person is. */
export interface Route {
  readonly page: PageName
  /** What of the page, such as a session or a generation; undefined for the page itself. */
  readonly item: string | undefined
}

/** Reads a location's hash: `#/chat/s-42`. What is no page is the first one. */
export function parseRoute(hash: string): Route {
  const [page, ...rest] = hash.replace(/^#\/?/, '').split('/')
  const item = rest.join('/')
  return { page: pages.find(known => known === page) ?? 'chat', item: item ? decode(item) : undefined }
}

/** Where a link leads. In the hash, for the server's own paths are its dialects': `/chat` is one of them. */
export const hrefOf = (page: PageName, item?: string): string => (item === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(item)}`)

/** Goes there; with `replace` the way back leads past here. */
export function go(page: PageName, item?: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (replace) {
    history.replaceState(null, '', hrefOf(page, item))
    dispatchEvent(new HashChangeEvent('hashchange'))
  } else location.hash = hrefOf(page, item)
}

/** Where the person is, and again whenever that changes. */
export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash))
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
