import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { classes } from './classes'
import { IconButton } from './IconButton'

export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** `sheet` comes from the side and has all the height. Default: `box`. */
  readonly shape?: 'box' | 'sheet'
}

const shapes = {
  box: 'm-auto max-h-[85dvh] w-[min(34rem,calc(100vw-2rem))] rounded-2xl',
  sheet: 'my-0 ms-0 me-auto h-dvh max-h-none w-[min(22rem,88vw)]',
}

/** The browser's own modal dialog: it keeps the focus, closes with Escape, and gives the focus back. Rendered, it is open. */
export function Dialog({ title, onClose, children, shape = 'box' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    return () => opened?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => event.target === dialog.current && onClose()}
      className={classes('animate-appear border border-line bg-paper p-0 text-ink shadow-xl backdrop:bg-black/40', shapes[shape])}
    >
      <div className="flex h-full flex-col">
        <header className="flex items-center justify-between gap-4 border-b border-line py-2 ps-4 pe-2">
          <h2 id={heading} className="font-semibold">
            {title}
          </h2>
          <IconButton label="Close" icon={<X aria-hidden />} onClick={onClose} />
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      </div>
    </dialog>
  )
}
