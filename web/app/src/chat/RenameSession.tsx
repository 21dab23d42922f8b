import { type KeyboardEvent, useState } from 'react'
import { control } from '@/design/Field'

/** As long as the server lets a title be. */
const most = 200

/** Another title: Enter or leaving takes it, Escape does not. */
export function RenameSession({ title, onRename, onCancel }: { readonly title: string; readonly onRename: (title: string) => Promise<void>; readonly onCancel: () => void }) {
  const [text, setText] = useState(title)
  const take = () => {
    const next = text.trim()
    if (next && next !== title) void onRename(next)
    else onCancel()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') take()
    if (event.key === 'Escape') {
      // Not the drawer's.
      event.stopPropagation()
      event.preventDefault()
      onCancel()
    }
  }
  return (
    <input aria-label="Title" dir="auto" autoFocus maxLength={most} value={text} onChange={event => setText(event.target.value)} onKeyDown={onKeyDown} onBlur={take} className={control} />
  )
}
