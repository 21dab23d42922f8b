import { memo } from 'react'
import { classes } from '@/design/classes'
import { countOf } from '@/design/words'
import type { Block, WireRow } from '../wire/eventLog'

/** The columns of a row; on narrow pages the JSON has a line of its own. */
export const rowColumns = 'grid grid-cols-[3.5rem_3rem_minmax(0,1fr)] gap-x-2.5 px-3 @lg:grid-cols-[3.5rem_3rem_5rem_minmax(0,1fr)]'

const typeTones: Record<string, string> = {
  started: 'text-accent',
  completed: 'text-good',
  failed: 'text-bad',
  cancelled: 'text-warn',
  superseded: 'text-warn',
  interrupted: 'text-warn',
}

const noteTones = { info: 'bg-accent-soft', warn: 'bg-warn-soft', bad: 'bg-bad-soft' }

/** Some rows. What is in a block that is full never changes, so it is rendered once. */
export const EventRows = memo(function EventRows({ block }: { readonly block: Block }) {
  return (
    <div role="none" data-block={block.index} className="contain-content">
      {block.rows.map(row => (
        <EventRow key={row.key} row={row} />
      ))}
    </div>
  )
})

const EventRow = memo(function EventRow({ row }: { readonly row: WireRow }) {
  const at = <span className="text-end text-faint">{countOf(Math.round(row.at))}</span>
  if (row.kind === 'note')
    return (
      <div role="listitem" className={classes('grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-2.5 px-3 py-1', noteTones[row.tone])}>
        {at}
        <span className="font-sans font-medium">{row.text}</span>
      </div>
    )
  return (
    <div role="listitem" className={classes(rowColumns, 'py-0.5 hover:bg-sunk')}>
      {at}
      <span className="text-end">{row.seq}</span>
      <span className={typeTones[row.type] ?? 'text-faint'}>{row.type}</span>
      <span dir="ltr" className="whitespace-pre-wrap break-all @max-lg:col-span-full">
        {row.json}
      </span>
    </div>
  )
})
