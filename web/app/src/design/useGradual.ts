import { useEffect, useReducer, useState } from 'react'
import { inTurn } from './drawing'

/**
 * How much of so much is drawn by now. Whoever grows by no more than a piece at a time is drawn as it grows; what is more than that follows
 * by itself, a piece at a time.
 */
export function useGradual(total: number, piece: number): number {
  const [limit] = useState(() => ({ current: piece }))
  const [, redraw] = useReducer((times: number) => times + 1, 0)
  const drawn = Math.min(total, limit.current)
  useEffect(() => {
    const extend = () => {
      limit.current = drawn + piece
    }
    if (drawn === total) return extend()
    return inTurn(() => {
      extend()
      redraw()
    })
  })
  return drawn
}
