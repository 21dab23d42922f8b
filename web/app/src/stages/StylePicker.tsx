import { Bug, Castle, CloudMoon, type LucideIcon, Music, PenLine, Rocket, Scissors, Shapes } from 'lucide-react'
import { memo, useId } from 'react'
import { control, Field } from '@/design/Field'
import { GrowingText } from '@/design/GrowingText'
import { own, type Style, styles } from './styles'

const icons: Readonly<Record<string, LucideIcon>> = {
  bauhaus: Shapes,
  insect: Bug,
  'fairy-tale': Castle,
  music: Music,
  future: Rocket,
  paper: Scissors,
  dream: CloudMoon,
  [own]: PenLine,
}

const cards: readonly Pick<Style, 'id' | 'title' | 'hint'>[] = [...styles, { id: own, title: 'My own', hint: '' }]

export interface StylePickerProps {
  readonly style: string
  readonly onStyle: (id: string) => void
  readonly ownStyle: string
  readonly onOwnStyle: (words: string) => void
}

/** Chooses how the idea is to be seen. */
export const StylePicker = memo(function StylePicker({ style, onStyle, ownStyle, onOwnStyle }: StylePickerProps) {
  const name = useId()
  return (
    <fieldset className="flex min-w-0 scroll-m-4 flex-col gap-2">
      <legend className="mb-2 text-lg font-semibold">Style</legend>
      <div className="grid grid-cols-2 gap-2">
        {cards.map(({ id, title }) => (
          <StyleCard key={id} name={name} id={id} title={title} isChosen={id === style} onChoose={onStyle} />
        ))}
      </div>
      {style !== own && <p className="text-sm text-faint">{cards.find(({ id }) => id === style)?.hint}</p>}
      {style === own && (
        <Field label="How shall it be?" hint="For example: like a map of a secret island, or as a letter to my dog." className="animate-appear">
          {attributes => (
            <GrowingText {...attributes} value={ownStyle} maxLength={16_000} onChange={event => onOwnStyle(event.target.value)} className={`${control} max-h-40 min-h-20 pointer-coarse:min-h-20 text-base!`} />
          )}
        </Field>
      )}
    </fieldset>
  )
})

interface StyleCardProps extends Pick<Style, 'id' | 'title'> {
  readonly name: string
  readonly isChosen: boolean
  readonly onChoose: (id: string) => void
}

function StyleCard({ name, id, title, isChosen, onChoose }: StyleCardProps) {
  const Icon = icons[id] ?? Shapes
  return (
    <label className="relative flex min-h-13 cursor-pointer items-center gap-2.5 rounded-xl border border-line bg-paper px-3 py-1.5 leading-tight font-medium transition-colors hover:border-accent has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <input type="radio" name={name} value={id} checked={isChosen} onChange={() => onChoose(id)} className="sr-only" />
      <Icon aria-hidden className="size-6 shrink-0" />
      {title}
    </label>
  )
}
