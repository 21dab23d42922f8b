import { useEffect, useRef } from 'react'
import { classes } from '@/design/classes'
import type { PageProps } from '@/shell/App'
import { Board } from './board/Board'
import { rowLink } from './board/BoardRow'
import { useBoard } from './board/useBoard'
import { GenerationPanel } from './detail/GenerationPanel'
import { Simulator } from './simulator/Simulator'

/** What runs on the server now, and, with an item, one generation as it comes over the wire: at the side, or on phones instead. */
export function StreamsPage({ item }: PageProps) {
  const [view, store] = useBoard()
  const heading = useRef<HTMLHeadingElement>(null)
  const opened = useRef(item)

  // Closing gives the focus back to what opened it.
  useEffect(() => {
    const closed = opened.current
    opened.current = item
    if (item === undefined && closed !== undefined) (document.getElementById(rowLink(closed)) ?? heading.current)?.focus()
  }, [item])

  const row = view.board.rows.find(({ id }) => id === item)
  return (
    <div className="flex h-full">
      <div className={classes('min-w-0 flex-1 overflow-y-auto', item !== undefined && 'max-lg:hidden')}>
        <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4">
          <header>
            <h1 ref={heading} tabIndex={-1} className="text-lg font-semibold">
              Streams
            </h1>
            <p className="text-sm text-faint">What runs on this server now, live, and what users see when things go wrong.</p>
          </header>
          <Simulator onStarted={store.refresh} />
          <Board view={view} store={store} current={item} />
        </div>
      </div>
      {item !== undefined && (
        <div className="min-w-0 flex-1 border-line lg:border-s">
          <h1 className="sr-only lg:hidden">Streams</h1>
          <GenerationPanel
            key={item}
            id={item}
            readers={row?.readers}
            isStopping={view.stopping.has(item)}
            onStop={store.stop}
            unstopped={view.unstopped?.id === item ? view.unstopped.error : undefined}
          />
        </div>
      )}
    </div>
  )
}
