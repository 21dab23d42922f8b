import type { Box } from '../boxes'
import { BlockedEnd, type BlockedEndProps } from './BlockedEnd'
import { FailedEnd } from './FailedEnd'
import { ReadyEnd } from './ReadyEnd'
import { StoppedEnd } from './StoppedEnd'

/** What can be done where the stages ended. */
export interface EndActions extends Omit<BlockedEndProps, 'reason'> {
  readonly onRetry: () => void
  readonly onOtherStyle: () => void
}

/** What stands below the text of a box when the stages ended there. */
export function BoxEnd({ state, text, reason, error, actions }: Box & { readonly actions: EndActions }) {
  if (state === 'done') return <ReadyEnd text={text} onOtherStyle={actions.onOtherStyle} />
  if (state === 'blocked') return <BlockedEnd {...actions} reason={reason ?? ''} />
  if (state === 'failed') return <FailedEnd error={error} onRetry={actions.onRetry} />
  return state === 'stopped' ? <StoppedEnd onRetry={actions.onRetry} /> : null
}
