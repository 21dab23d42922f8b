import { Undo2 } from 'lucide-react'
import { type KeyboardEvent, memo, type Ref } from 'react'
import { Button } from '@/design/Button'
import { control, Field } from '@/design/Field'
import { GrowingText } from '@/design/GrowingText'
import { Panel } from '@/design/Panel'
import { ModelPicker } from '@/shell/ModelPicker'
import { ActionButtons, type ActionButtonsProps } from './ActionButtons'
import { kindsOfTask } from './actions'
import { LengthNote } from './LengthNote'
import type { Length } from './length'
import type { Draft } from './useDraft'

export interface DraftPanelProps extends ActionButtonsProps {
  readonly ref: Ref<HTMLTextAreaElement>
  readonly draft: Draft
  readonly length: Length | undefined
  readonly taskType: string
  readonly onTaskType: (kind: string) => void
  /** The most characters of the kind of task. */
  readonly mostOfTaskType: number | undefined
  readonly model: string
  readonly onModel: (model: string) => void
}

/** Where the draft is written, and what is to be made of it. */
export const DraftPanel = memo(function DraftPanel({ ref, draft, length, taskType, onTaskType, mostOfTaskType, model, onModel, ...buttons }: DraftPanelProps) {
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (!buttons.disabled.includes(buttons.lastUsed)) buttons.onAction(buttons.lastUsed)
  }
  return (
    <Panel
      title="Draft"
      aside={
        draft.undo && (
          <Button variant="quiet" icon={<Undo2 aria-hidden className="size-4" />} onClick={draft.undo}>
            Undo
          </Button>
        )
      }
      className="lg:min-h-0"
    >
      <div onKeyDown={press} className="flex flex-col gap-4 p-4 lg:min-h-0 lg:flex-1">
        <Field label="Your draft" isLabelHidden className="lg:min-h-0 lg:flex-1">
          {attributes => (
            <GrowingText
              {...attributes}
              ref={ref}
              value={draft.text}
              onChange={event => draft.write(event.target.value)}
              placeholder="Jot down what you want, as it comes to mind."
              aria-invalid={length?.isOver || undefined}
              className={`${control} max-h-[50dvh] min-h-40 pointer-coarse:min-h-40 text-base! leading-relaxed lg:max-h-none lg:min-h-0 lg:flex-1`}
            />
          )}
        </Field>
        {length?.isNear && <LengthNote length={length} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Kind of task (optional)">
            {attributes => (
              <>
                <input
                  {...attributes}
                  dir="auto"
                  list={`${attributes.id}-kinds`}
                  autoComplete="off"
                  value={taskType}
                  maxLength={mostOfTaskType}
                  onChange={event => onTaskType(event.target.value)}
                  placeholder="Taken from the draft"
                  className={control}
                />
                <datalist id={`${attributes.id}-kinds`}>
                  {kindsOfTask.map(kind => (
                    <option key={kind} value={kind} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
          <Field label="Model">{attributes => <ModelPicker id={attributes.id} value={model} onChange={onModel} />}</Field>
        </div>
        <ActionButtons {...buttons} />
      </div>
    </Panel>
  )
})
