import type { ToolCall } from '@tokenrill/client'
import { Wrench } from 'lucide-react'

/** The tools that the model wants called. Nobody calls them here: they are the application's. */
export function ToolCalls({ calls }: { readonly calls: readonly ToolCall[] }) {
  return (
    <ul aria-label="Tool calls" className="flex flex-col gap-2">
      {calls.map(call => (
        <li key={call.id} className="overflow-hidden rounded-xl border border-line">
          <p className="flex items-center gap-2 bg-sunk px-3 py-1.5 text-sm font-medium">
            <Wrench aria-hidden className="size-4 text-faint" /> {call.name}
          </p>
          <pre className="overflow-x-auto px-3 py-2 font-mono text-xs">{call.arguments}</pre>
        </li>
      ))}
    </ul>
  )
}
