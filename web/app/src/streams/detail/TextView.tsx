import type { Answer } from '@tokenrill/client'
import { memo, useRef, useState } from 'react'
import { useFollow } from './useFollow'

/** What the generation has said so far, as plain text. Follows the end until the person scrolls up. */
export function TextView({ answer: { text, reasoning, toolCalls } }: { readonly answer: Answer }) {
  const [isFollowing, setFollowing] = useState(true)
  const scroller = useRef<HTMLDivElement>(null)
  const onScroll = useFollow(scroller, { isFollowing, onLeave: () => setFollowing(false), onEnd: () => setFollowing(true) })
  return (
    <div ref={scroller} role="region" aria-label="Text so far" tabIndex={0} onScroll={onScroll} className="min-h-0 flex-1 overflow-y-auto p-4 text-sm -outline-offset-2">
      {!text && !reasoning && toolCalls.length === 0 && <p className="text-faint">Nothing was said yet.</p>}
      {reasoning && (
        <div className="mb-4 border-s-2 border-line ps-3 text-faint">
          <h3 className="mb-1 text-xs font-medium">Reasoning</h3>
          <Lines text={reasoning} />
        </div>
      )}
      <Lines text={text} />
      {toolCalls.map(call => (
        <div key={call.id} className="mt-4 rounded-lg bg-sunk p-3 font-mono text-xs">
          <h3 className="font-medium">{call.name}</h3>
          <p className="whitespace-pre-wrap wrap-anywhere">{call.arguments}</p>
        </div>
      ))}
    </div>
  )
}

/** Line by line, so that only the last one is laid out anew when it grows. */
const Lines = memo(function Lines({ text }: { readonly text: string }) {
  return text.split('\n').map((line, index) => <Line key={index} text={line} />)
})

const Line = memo(function Line({ text }: { readonly text: string }) {
  return (
    <p dir="auto" className="min-h-[1lh] whitespace-pre-wrap wrap-anywhere contain-content">
      {text}
    </p>
  )
})
