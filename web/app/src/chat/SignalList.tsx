import type { Signal } from '@tokenrill/client'
import { X } from 'lucide-react'
import { Badge, type Tone } from '@/design/Badge'
import { IconButton } from '@/design/IconButton'

const tones: Record<string, Tone> = { goal: 'accent', decision: 'accent', question: 'warn', assumption: 'warn' }

/** Signals, each with the way to the message it was found in. */
export function SignalList({ signals, onDismiss, onShow }: { readonly signals: readonly Signal[]; readonly onDismiss: (signal: string) => Promise<void>; readonly onShow: (message: string) => void }) {
  return (
    <ul className="flex flex-col gap-2">
      {signals.map(signal => (
        <li key={signal.id} className="animate-appear rounded-xl border border-line p-3">
          <div className="flex items-center justify-between gap-2">
            <Badge tone={tones[signal.kind] ?? 'neutral'}>{signal.kind}</Badge>
            <span className="flex items-center text-xs text-faint tabular-nums">
              {Math.round(signal.confidence * 100)} % sure
              <IconButton label={`Dismiss: ${signal.text}`} icon={<X aria-hidden />} className="-me-1.5 size-7" onClick={() => void onDismiss(signal.id)} />
            </span>
          </div>
          <button type="button" dir="auto" onClick={() => onShow(signal.message_id)} className="mt-1 text-start text-sm hover:text-accent hover:underline">
            {signal.text}
          </button>
        </li>
      ))}
    </ul>
  )
}
