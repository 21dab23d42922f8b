import type { GenerationError, TokenrillError } from '@tokenrill/client'
import { TryAgain } from './TryAgain'

/** A box that failed: what happened, with the error's id, and trying again. */
export function FailedEnd({ error, onRetry }: { readonly error: GenerationError | TokenrillError | undefined; readonly onRetry: () => void }) {
  return (
    <>
      <div role="alert">
        <p className="text-lg">That did not work. It is not your fault, and your idea is still here.</p>
        <p dir="auto" className="mt-1 wrap-anywhere">
          {error ? error.message : 'The server went away in the middle of it.'}
        </p>
        {error?.id && <p className="mt-1 font-mono text-xs text-faint">{error.id}</p>}
      </div>
      <TryAgain onRetry={onRetry} />
    </>
  )
}
