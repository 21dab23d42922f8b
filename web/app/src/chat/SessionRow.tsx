import type { SessionState } from '@tokenrill/client'
import { Check, Pencil, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import { classes } from '@/design/classes'
import { IconButton } from '@/design/IconButton'
import { hrefOf } from '@/shell/route'
import { RenameSession } from './RenameSession'

export interface SessionRowProps {
  readonly session: SessionState
  readonly isCurrent: boolean
  readonly onRename: (id: string, title: string) => Promise<void>
  readonly onDelete: (id: string) => Promise<void>
  readonly onChoose: () => void
}

/** A session in the list: opens it; renames it; deletes it, when asked twice. */
export const SessionRow = memo(function SessionRow({ session, isCurrent, onRename, onDelete, onChoose }: SessionRowProps) {
  const [mode, setMode] = useState<'shown' | 'renaming' | 'deleting'>('shown')
  const title = session.title ?? 'Untitled'
  const leave = () => setMode('shown')

  if (mode === 'renaming')
    return (
      <li>
        <RenameSession title={session.title ?? ''} onCancel={leave} onRename={async next => void (await onRename(session.id, next), leave())} />
      </li>
    )
  return (
    <li
      onMouseLeave={() => mode === 'deleting' && leave()}
      className={classes('group flex items-center rounded-lg pe-1 transition-colors', isCurrent ? 'bg-accent-soft' : 'hover:bg-sunk focus-within:bg-sunk')}
    >
      <a
        href={hrefOf('chat', session.id)}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={onChoose}
        className={classes('min-w-0 flex-1 rounded-lg px-2.5 py-2 text-sm', isCurrent && 'font-medium text-accent')}
      >
        <span dir="auto" className="block truncate">
          {title}
        </span>
      </a>
      <span className={classes('flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100', mode === 'deleting' && 'opacity-100')}>
        {mode === 'deleting' ? (
          <IconButton label={`Really delete ${title}`} variant="danger" className="bg-bad-soft" icon={<Check aria-hidden />} autoFocus onBlur={leave} onClick={() => void onDelete(session.id)} />
        ) : (
          <>
            <IconButton label={`Rename ${title}`} icon={<Pencil aria-hidden />} className="size-7" onClick={() => setMode('renaming')} />
            <IconButton label={`Delete ${title}`} variant="danger" icon={<Trash2 aria-hidden />} className="size-7" onClick={() => setMode('deleting')} />
          </>
        )}
      </span>
    </li>
  )
})
