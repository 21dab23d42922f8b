import { lasting, measured } from '@/design/words'
import { useNow } from '../useNow'

/** How old something is, ticking; or how long it lasted, when it is over. */
export function Age({ since, until, isOver = false }: { readonly since: number; readonly until?: number | undefined; readonly isOver?: boolean }) {
  if (until !== undefined) return measured(until - since)
  return isOver ? '–' : <Ticking since={since} />
}

function Ticking({ since }: { readonly since: number }) {
  return lasting(useNow() - since)
}
