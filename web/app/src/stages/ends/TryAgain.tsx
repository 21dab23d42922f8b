import { RotateCw } from 'lucide-react'
import { Button } from '@/design/Button'

export function TryAgain({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div>
      <Button icon={<RotateCw aria-hidden className="size-4 shrink-0" />} onClick={onRetry} className="py-1.5 text-base! whitespace-normal!">
        Try again
      </Button>
    </div>
  )
}
