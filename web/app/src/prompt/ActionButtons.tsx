import { FileText, PenLine, Sparkles } from 'lucide-react'
import { Button } from '@/design/Button'
import { type ActionName, actions } from './actions'

export interface ActionButtonsProps {
  readonly lastUsed: ActionName
  readonly disabled: readonly ActionName[]
  readonly onAction: (action: ActionName) => void
}

const icons = { full_specification: FileText, enhanced_prompt: Sparkles, rephrase: PenLine }

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** What can be made of the draft. The one used last stands out: the keys run it. */
export function ActionButtons({ lastUsed, disabled, onAction }: ActionButtonsProps) {
  return (
    <div role="group" aria-label="Make of it" className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {actions.map(({ recipe, label, hint }) => {
          const Icon = icons[recipe]
          return (
            <Button
              key={recipe}
              variant={recipe === lastUsed ? 'primary' : 'plain'}
              icon={<Icon aria-hidden className="size-4" />}
              title={`${label}: ${hint}`}
              aria-keyshortcuts={recipe === lastUsed ? 'Control+Enter Meta+Enter' : undefined}
              disabled={disabled.includes(recipe)}
              onClick={() => onAction(recipe)}
              className="flex-1 basis-36"
            >
              {label}
            </Button>
          )
        })}
      </div>
      <p className="hidden text-xs text-faint pointer-fine:block">
        <kbd className="font-sans">{isApple ? '⌘' : 'Ctrl'} Enter</kbd> runs the coloured one.
      </p>
    </div>
  )
}
