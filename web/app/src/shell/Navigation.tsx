import { MessagesSquare, Radio, Workflow, WandSparkles } from 'lucide-react'
import { classes } from '@/design/classes'
import { hrefOf, type PageName } from './route'
import { ThemeButton } from './ThemeButton'

const entries = [
  { page: 'chat', label: 'Chat', icon: MessagesSquare },
  { page: 'prompt', label: 'Prompt builder', short: 'Prompt', icon: WandSparkles },
  { page: 'stages', label: 'Stages', icon: Workflow },
  { page: 'streams', label: 'Streams', icon: Radio },
] as const

/** The way to the pages: a rail at the side, or on phones a bar at the bottom. */
export function Navigation({ current }: { readonly current: PageName }) {
  return (
    <nav
      aria-label="Pages"
      className="order-last flex shrink-0 items-center justify-around border-t border-line bg-paper px-1 pb-[env(safe-area-inset-bottom)] md:order-first md:w-20 md:flex-col md:justify-start md:gap-1 md:border-t-0 md:border-e md:px-2 md:py-3"
    >
      <img src="/icon.svg" alt="Tokenrill" className="mb-3 hidden size-9 md:block" />
      {entries.map(({ page, label, icon: Icon, ...rest }) => (
        <a
          key={page}
          href={hrefOf(page)}
          aria-label={label}
          aria-current={page === current ? 'page' : undefined}
          className={classes(
            'flex min-h-13 min-w-16 flex-col items-center justify-center gap-1 rounded-xl text-xs font-medium transition-colors md:min-h-15 md:w-full',
            page === current ? 'text-accent md:bg-accent-soft' : 'text-faint hover:text-ink md:hover:bg-sunk',
          )}
        >
          <Icon aria-hidden className="size-5" />
          {'short' in rest ? rest.short : label}
        </a>
      ))}
      <span className="md:mt-auto">
        <ThemeButton />
      </span>
    </nav>
  )
}
