import { TryAgain } from './TryAgain'

/** A box that was stopped. */
export function StoppedEnd({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <>
      <p>Stopped here. What was written stays.</p>
      <TryAgain onRetry={onRetry} />
    </>
  )
}
