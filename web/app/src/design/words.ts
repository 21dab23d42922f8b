const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** A number of things: `12,345`. */
export const countOf = (count: number): string => whole.format(count)

/** So many things, by their name: `1 event`, `2 events`. */
export const several = (count: number, name: string): string => `${countOf(count)} ${name}${count === 1 ? '' : 's'}`

/** How often in a second; with a tenth where that tells something. */
export const rateOf = (rate: number): string => (rate > 0 && rate < 9.95 ? tenths : whole).format(rate)

/** A short time in milliseconds, as it was measured: `850 ms`, `2.4 s`. */
export const measured = (milliseconds: number): string =>
  milliseconds < 1000 ? `${whole.format(Math.round(milliseconds))} ms` : milliseconds < 60_000 ? `${tenths.format(milliseconds / 1000)} s` : lasting(milliseconds)

/** How long something has gone on, in whole seconds: `7 s`, `2 min 5 s`, `1 h 3 min`. Never negative: two machines' clocks may differ. */
export function lasting(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (hours) return `${hours} h ${minutes % 60} min`
  return minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}

/** A generation's id, short enough for a list: its end tells apart what began in the same second. */
export const shortId = (id: string): string => (id.length > 20 ? `${id.slice(0, 8)}…${id.slice(-8)}` : id)
