import type { GenerationError, TokenrillError } from '@tokenrill/client'
import { RotateCw } from 'lucide-react'
import { Button } from './Button'
import { Notice } from './Notice'

/** An error of the server or of a generation, with its id, and a way to try again where there is one. */
export function ErrorNotice({ error, onRetry, className }: { readonly error: TokenrillError | GenerationError; readonly onRetry?: (() => void) | undefined; readonly className?: string }) {
  return (
    <Notice
      tone="bad"
      id={error.id}
      {...(className ? { className } : {})}
      action={
        onRetry && (
          <Button onClick={onRetry} icon={<RotateCw aria-hidden className="size-4" />}>
            Try again
          </Button>
        )
      }
    >
      {error.message}
    </Notice>
  )
}
