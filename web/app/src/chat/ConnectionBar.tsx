import type { Connection } from '@tokenrill/react'
import { WifiOff } from 'lucide-react'

/** Says when the connection is lost; what was said goes on behind it, and is read as soon as it is back. */
export function ConnectionBar({ connection }: { readonly connection: Connection }) {
  return (
    <div role="status">
      {connection === 'lost' && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-sm text-warn">
          <WifiOff aria-hidden className="size-4" /> Connection lost. Reconnecting …
        </p>
      )}
    </div>
  )
}
