import { PenLine, RotateCw } from 'lucide-react'
import { Button } from '@/design/Button'
import { blockedWithoutReason } from '../words'

export interface BlockedEndProps {
  /** In the model's words. */
  readonly reason: string
  readonly onChangeIdea: () => void
  /** Another model to try, where the one that was asked cannot judge; null: it cannot, and there is none; undefined: it can. */
  readonly instead: string | null | undefined
  readonly onInstead: (model: string) => void
}

/** A box that is blocked: why, and a way on. */
export function BlockedEnd({ reason, onChangeIdea, instead, onInstead }: BlockedEndProps) {
  return (
    <>
      <p dir="auto" className="text-lg leading-relaxed wrap-anywhere sm:text-xl sm:leading-relaxed">
        {reason || blockedWithoutReason}
      </p>
      {instead !== undefined && (
        <p>
          The model here is only simulated. It writes for show and cannot judge, so no idea gets past this box.{' '}
          {instead ? `The model ${instead} plays all four steps.` : 'Choose another model under “More”.'}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {instead && (
          <Button icon={<RotateCw aria-hidden className="size-4 shrink-0" />} onClick={() => onInstead(instead)} className="py-1.5 text-base! whitespace-normal!">
            Use {instead}
          </Button>
        )}
        <Button icon={<PenLine aria-hidden className="size-4 shrink-0" />} onClick={onChangeIdea} className="py-1.5 text-base! whitespace-normal!">
          Change your idea and try again
        </Button>
      </div>
    </>
  )
}
