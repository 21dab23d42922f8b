import { Radio } from 'lucide-react'
import { useRef } from 'react'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { Empty } from '@/design/Empty'
import { ErrorNotice } from '@/design/ErrorNotice'
import { Notice } from '@/design/Notice'
import { Panel } from '@/design/Panel'
import { hrefOf } from '@/shell/route'
import { several } from '@/design/words'
import { BoardTable } from './BoardTable'
import type { BoardStore, BoardView } from './BoardStore'
import { isActive } from './board'
import { useRowFocus } from './useRowFocus'

export interface BoardProps {
  readonly view: BoardView
  readonly store: BoardStore
  readonly current: string | undefined
}

/** The panel of what runs now. */
export function Board({ view: { board, error, stopping, unstopped }, store, current }: BoardProps) {
  const box = useRef<HTMLDivElement>(null)
  const rowFocus = useRowFocus(box, board.rows)
  const active = board.rows.filter(isActive).length
  return (
    <Panel title="Running now" aside={<Badge tone={error ? 'warn' : 'accent'}>{error ? 'not up to date' : 'live'}</Badge>} className="@container overflow-hidden">
      <p role="status" className="sr-only">
        {board.lookedAt !== undefined && several(active, 'active generation')}
      </p>
      {error && (
        <Notice tone="warn" id={error.id} className="m-3" action={<Button onClick={store.refresh}>Ask now</Button>}>
          {error.code === 'connection_lost' ? 'The server cannot be reached.' : error.message} It is asked again by itself.
        </Notice>
      )}
      {unstopped && unstopped.id !== current && <ErrorNotice error={unstopped.error} className="m-3" />}
      <div ref={box} tabIndex={-1} className="rounded-b-2xl -outline-offset-2" {...rowFocus}>
        {board.rows.length > 0 && <BoardTable rows={board.rows} current={current} stopping={stopping} onStop={store.stop} />}
        {board.rows.length === 0 && board.lookedAt !== undefined && !error && (
          <div className="py-8">
            <Empty icon={<Radio aria-hidden />} title="Nothing runs">
              Say something in the <a href={hrefOf('chat')} className="text-accent underline underline-offset-2">chat</a>, or start something with the simulator. It shows
              here as soon as it runs.
            </Empty>
          </div>
        )}
      </div>
    </Panel>
  )
}
