import { ChevronRight, Square } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { classes } from '@/design/classes'
import { IconButton } from '@/design/IconButton'
import { hrefOf } from '@/shell/route'
import { StateBadge } from '../StateBadge'
import { countOf, rateOf, shortId } from '@/design/words'
import { Age } from './Age'
import { isActive, type Row } from './board'

export interface BoardRowProps {
  readonly row: Row
  readonly isOpen: boolean
  readonly isStopping: boolean
  readonly onStop: (id: string) => void
}

/** One generation: a row where there is width, a card where there is not. The whole of it opens the generation. */
export const BoardRow = memo(function BoardRow({ row, isOpen, isStopping, onStop }: BoardRowProps) {
  const { id, model, session } = row
  const isOver = !isActive(row)
  const canStop = !isOver && !isStopping
  return (
    <tr
      role="row"
      className={classes(
        'relative flex flex-wrap items-center gap-x-3 border-t border-line py-2 ps-4 @max-4xl:first:border-t-0 pe-2 @4xl:table-row @4xl:h-14',
        isOpen ? 'bg-accent-soft' : 'hover:bg-sunk',
        isOver && 'text-faint',
      )}
    >
      <td role="cell" className="order-1 min-w-0 flex-1 @4xl:ps-4">
        <a
          id={rowLink(id)}
          href={hrefOf('streams', id)}
          aria-label={`Open ${model}, ${id}`}
          aria-current={isOpen || undefined}
          className="block truncate font-medium -outline-offset-2 after:absolute after:inset-0"
        >
          {model}
        </a>
        <span title={id} className="font-mono text-xs text-faint">
          {shortId(id)}
        </span>
      </td>
      <td role="cell" className={classes('order-5 min-w-0', !session && '@max-4xl:hidden')}>
        {session ? (
          <a href={hrefOf('chat', session)} dir="auto" aria-label={`Session ${session}`} title={session} className="relative z-1 inline-block max-w-36 truncate py-1 align-middle pointer-coarse:py-3 text-sm text-accent underline underline-offset-2">
            {session}
          </a>
        ) : (
          <span className="text-faint">–</span>
        )}
      </td>
      <td role="cell" className="order-2">
        <StateBadge state={isStopping && !isOver ? 'stopping' : row.status} />
        {row.code && <span className="block font-mono text-xs wrap-anywhere text-faint @max-4xl:hidden">{row.code}</span>}
      </td>
      <Figure unit=""><Age since={row.createdAt} until={row.endedAt} isOver={isOver} /></Figure>
      <Figure unit="events/s" className={isOver ? '@max-4xl:hidden' : ''}>{row.rate === undefined ? '–' : rateOf(row.rate)}</Figure>
      <Figure unit={row.events === 1 ? 'event' : 'events'}>{countOf(row.events)}</Figure>
      <Figure unit={row.readers === 1 ? 'reader' : 'readers'}>{countOf(row.readers)}</Figure>
      <td role="cell" className="order-3 whitespace-nowrap @4xl:pe-2 @4xl:text-end">
        <IconButton
          label={`Stop ${model}, ${id}`}
          title="Stop"
          icon={<Square aria-hidden className="fill-current" />}
          variant="danger"
          aria-disabled={!canStop}
          onClick={() => canStop && onStop(id)}
          className="relative z-1 align-middle aria-disabled:cursor-default aria-disabled:opacity-30"
        />
        <ChevronRight aria-hidden className="hidden size-4 align-middle text-faint @4xl:inline rtl:-scale-x-100" />
      </td>
      {row.code && (
        <td role="cell" className="order-7 basis-full font-mono text-xs wrap-anywhere text-faint @4xl:hidden">
          {row.code}
        </td>
      )}
      <td role="presentation" aria-hidden className="order-4 basis-full @4xl:hidden" />
    </tr>
  )
})

/** The id of the link that opens a generation: the focus comes back to it. */
export const rowLink = (id: string): string => `open-${id}`

function Figure({ unit, className, children }: { readonly unit: string; readonly className?: string; readonly children: ReactNode }) {
  return (
    <td role="cell" className={classes('order-6 text-sm tabular-nums @4xl:text-end', className)}>
      {children}
      {unit && <span className="@4xl:hidden"> {unit}</span>}
    </td>
  )
}
