import type { ReactNode } from 'react'
import { Dialog } from '@/design/Dialog'

/** The sessions where there is no room for them at the side. */
export function SessionDrawer({ children, onClose }: { readonly children: ReactNode; readonly onClose: () => void }) {
  return (
    <Dialog title="Sessions" shape="sheet" onClose={onClose}>
      <div className="-m-4 h-[calc(100%+2rem)]">{children}</div>
    </Dialog>
  )
}
