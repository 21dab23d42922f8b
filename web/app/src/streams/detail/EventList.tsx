import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '@/design/Button'
import { classes } from '@/design/classes'
import { countOf } from '@/design/words'
import { dropped, type EventLog } from '../wire/eventLog'
import { earlier, later, type Place, shown, stay } from '../wire/eventWindow'
import { EventRows, rowColumns } from './EventRows'
import { useFollow } from './useFollow'

/** What came over the wire. Follows the end until the person scrolls up; holds 1,000 rows at a time. */
export const EventList = memo(function EventList({ log }: { readonly log: EventLog }) {
  const [place, setPlace] = useState<Place>('end')
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef<{ readonly block: Element; readonly top: number }>(undefined)
  const { blocks, before, after } = shown(log, place)
  const gone = dropped(log)

  // What the person looks at stays where it is while rows come before it or go behind it.
  const move = (to: Place, anchored: 'first' | 'last') => {
    const found = scroller.current?.querySelectorAll('[data-block]')
    const block = found?.[anchored === 'first' ? 0 : found.length - 1]
    anchor.current = block && { block, top: block.getBoundingClientRect().top }
    setPlace(to)
  }
  useLayoutEffect(() => {
    const kept = anchor.current
    anchor.current = undefined
    if (kept?.block.isConnected && scroller.current) scroller.current.scrollTop += kept.block.getBoundingClientRect().top - kept.top
  }, [place])

  const showEarlier = () => move(earlier(log, place), 'first')
  const onScroll = useFollow(scroller, {
    isFollowing: place === 'end',
    onLeave: () => setPlace(stay(log, place)),
    onEnd: () => (after ? move(later(log, place), 'last') : setPlace('end')),
    onStart: () => before && showEarlier(),
  })

  return (
    <div className="@container relative flex min-h-0 flex-1 flex-col font-mono text-xs">
      <div aria-hidden className={classes(rowColumns, 'border-b border-line py-1.5 font-sans text-faint')}>
        <span className="text-end">ms</span>
        <span className="text-end">seq</span>
        <span>type</span>
        <span className="@max-lg:hidden">JSON, as it came</span>
      </div>
      <div
        ref={scroller}
        role="region"
        aria-label="Events on the wire"
        tabIndex={0}
        onScroll={onScroll}
        className="min-h-0 flex-1 overflow-y-auto py-1 -outline-offset-2 [overflow-anchor:none]"
      >
        {before > 0 ? (
          <div className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 px-4 py-2 font-sans text-faint">
            {countOf(before)} rows before; the page holds 1,000 at a time.
            <Button onClick={showEarlier} icon={<ArrowUp aria-hidden className="size-4" />}>
              Earlier
            </Button>
          </div>
        ) : (
          gone > 0 && <p className="px-4 py-2 text-center font-sans text-faint">The first {countOf(gone)} rows are no longer kept here. curl reads them all.</p>
        )}
        <div role="list" aria-label="Events">
          {blocks.map(block => (
            <EventRows key={block.index} block={block} />
          ))}
        </div>
      </div>
      {place !== 'end' && (
        <Button
          onClick={() => setPlace('end')}
          icon={<ArrowDown aria-hidden className="size-4" />}
          className="absolute inset-x-0 bottom-3 mx-auto w-fit font-sans shadow-md"
        >
          {after ? `To the end, ${countOf(after)} rows on` : 'Follow the end'}
        </Button>
      )}
    </div>
  )
})
