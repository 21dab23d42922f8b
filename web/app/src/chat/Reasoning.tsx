import { ChevronRight } from 'lucide-react'
import { useState } from 'react'

/** What the model thought: open while it thinks, folded away as soon as it answers, unless the person says otherwise. */
export function Reasoning({ text, isStreaming }: { readonly text: string; readonly isStreaming: boolean }) {
  const [chosen, choose] = useState<boolean>()
  const isOpen = chosen ?? isStreaming
  return (
    <div className="rounded-xl bg-sunk text-sm">
      <button type="button" aria-expanded={isOpen} onClick={() => choose(!isOpen)} className="flex min-h-9 w-full items-center gap-1.5 rounded-xl px-3 font-medium text-faint hover:text-ink">
        <ChevronRight aria-hidden className={`size-4 transition-transform ${isOpen ? 'rotate-90' : 'rtl:-scale-x-100'}`} />
        {isStreaming ? 'Thinking …' : 'What it thought'}
      </button>
      {isOpen && (
        <p dir="auto" className="px-4 pb-3 leading-relaxed wrap-anywhere whitespace-pre-wrap text-faint">
          {text}
        </p>
      )}
    </div>
  )
}
