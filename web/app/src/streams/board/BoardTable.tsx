import { BoardRow, type BoardRowProps } from './BoardRow'
import type { Row } from './board'

export interface BoardTableProps extends Pick<BoardRowProps, 'onStop'> {
  readonly rows: readonly Row[]
  /** The generation that is open. */
  readonly current: string | undefined
  readonly stopping: ReadonlySet<string>
}

const columns = [
  { name: 'Model', look: 'ps-4 text-start' },
  { name: 'Session', look: 'w-40 text-start' },
  { name: 'State', look: 'w-44 text-start' },
  { name: 'Age', look: 'w-24 text-end' },
  { name: 'Events/s', look: 'w-24 text-end' },
  { name: 'Events', look: 'w-24 text-end' },
  { name: 'Readers', look: 'w-20 text-end' },
]

/** What runs. The roles are said, because laid out as cards a table would lose its own. */
export function BoardTable({ rows, current, stopping, onStop }: BoardTableProps) {
  return (
    <table role="table" aria-label="Generations" className="block w-full table-fixed @4xl:table">
      <thead role="rowgroup" className="sr-only @4xl:not-sr-only">
        <tr role="row" className="text-xs text-faint">
          {columns.map(({ name, look }) => (
            <th key={name} role="columnheader" scope="col" className={`py-2 font-medium ${look}`}>
              {name}
            </th>
          ))}
          <th role="columnheader" scope="col" className="w-20">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" className="block @4xl:table-row-group">
        {rows.map(row => (
          <BoardRow key={row.id} row={row} isOpen={row.id === current} isStopping={stopping.has(row.id)} onStop={onStop} />
        ))}
      </tbody>
    </table>
  )
}
