import { Ban, Check, CircleAlert, CircleDot, type LucideIcon, Unplug } from 'lucide-react'
import { Badge, type Tone } from '@/design/Badge'

const looks: Record<string, { readonly tone: Tone; readonly icon: LucideIcon }> = {
  active: { tone: 'accent', icon: CircleDot },
  completed: { tone: 'neutral', icon: Check },
  failed: { tone: 'bad', icon: CircleAlert },
  cancelled: { tone: 'warn', icon: Ban },
  superseded: { tone: 'warn', icon: Ban },
  interrupted: { tone: 'warn', icon: Unplug },
}

/** How a generation, or the reading of it, stands. */
export function StateBadge({ state, tone }: { readonly state: string; readonly tone?: Tone }) {
  const { tone: usual, icon: Icon } = looks[state] ?? { tone: 'neutral' as const, icon: CircleDot }
  return (
    <Badge tone={tone ?? usual}>
      <Icon aria-hidden className="size-3.5" />
      {state}
    </Badge>
  )
}
