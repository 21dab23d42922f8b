import type { Clock } from '@tokenrill/client'

/** The clock of the machine: milliseconds since the page was opened. */
export const machineClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}
