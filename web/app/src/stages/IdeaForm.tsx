import { Play } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, memo, type Ref } from 'react'
import { Button } from '@/design/Button'
import { control, Field } from '@/design/Field'
import { GrowingText } from '@/design/GrowingText'
import { ModelPicker } from '@/shell/ModelPicker'
import { StylePicker, type StylePickerProps } from './StylePicker'

export interface IdeaFormProps extends StylePickerProps {
  readonly ref: Ref<HTMLTextAreaElement>
  readonly idea: string
  readonly onIdea: (idea: string) => void
  readonly rules: string
  readonly onRules: (rules: string) => void
  readonly model: string
  readonly onModel: (model: string) => void
  readonly isRunning: boolean
  readonly onStart: () => void
}

/** The most characters that the recipe takes of each text. */
const most = 16_000

/** What a person begins with: an idea, a style, and if they like the rules of the game. */
export const IdeaForm = memo(function IdeaForm({ ref, idea, onIdea, rules, onRules, model, onModel, isRunning, onStart, ...picker }: IdeaFormProps) {
  const canStart = !isRunning && idea.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (canStart) onStart()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (canStart) onStart()
  }
  return (
    <form onSubmit={submit} onKeyDown={press} aria-label="Your idea and its style" className="flex min-w-0 flex-col gap-5">
      <Field label="Your idea" className="[&>label]:text-lg [&>label]:font-semibold [&>label]:text-ink">
        {attributes => (
          <GrowingText
            {...attributes}
            ref={ref}
            value={idea}
            maxLength={most}
            onChange={event => onIdea(event.target.value)}
            placeholder="A dog that is afraid of the moon. Or one word. Any language is fine."
            className={`${control} max-h-60 min-h-24 pointer-coarse:min-h-24 text-lg! leading-relaxed`}
          />
        )}
      </Field>
      <StylePicker {...picker} />
      <details className="rounded-xl border border-line bg-paper px-3 open:pb-3">
        <summary className="py-2.5 font-medium text-faint">More</summary>
        <div className="flex flex-col gap-4 pt-1">
          <Field label="Rules of the game" hint="What must be in it, and what must not? For example: no people, only animals. You can leave this empty.">
            {attributes => <GrowingText {...attributes} value={rules} maxLength={most} onChange={event => onRules(event.target.value)} className={`${control} max-h-40 min-h-20 pointer-coarse:min-h-20 text-base!`} />}
          </Field>
          <Field label="Model" hint="Who does the thinking.">
            {attributes => <ModelPicker id={attributes.id} value={model} onChange={onModel} />}
          </Field>
        </div>
      </details>
      <div className="sticky bottom-0 -mt-2 bg-ground py-3">
        {/* Not `disabled` while it runs: whoever pressed it keeps their place. */}
        <Button
          type="submit"
          variant="primary"
          aria-disabled={!canStart}
          icon={<Play aria-hidden className="size-5 fill-current" />}
          className="min-h-12 w-full text-base! aria-disabled:cursor-not-allowed aria-disabled:opacity-45"
        >
          {isRunning ? 'Your idea is on its way' : 'Start'}
        </Button>
      </div>
    </form>
  )
})
