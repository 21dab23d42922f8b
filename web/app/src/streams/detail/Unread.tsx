import type { TokenrillError } from '@tokenrill/client'
import { SearchX } from 'lucide-react'
import { Empty } from '@/design/Empty'
import { ErrorNotice } from '@/design/ErrorNotice'

/** In place of a generation of which nothing could be read. */
export function Unread({ id, error, onRetry }: { readonly id: string; readonly error: TokenrillError; readonly onRetry: () => void }) {
  if (error.status !== 404) return <ErrorNotice error={error} onRetry={onRetry} className="m-3" />
  return (
    <div role="alert" className="m-auto">
      <Empty icon={<SearchX aria-hidden />} title="There is no such generation">
        <p>
          <code className="font-mono text-xs wrap-anywhere">{id}</code> is not known here. It may be too old to be kept, belong to another key, or be misspelt.
        </p>
        {error.id && <p className="mt-2 font-mono text-xs">{error.id}</p>}
      </Empty>
    </div>
  )
}
