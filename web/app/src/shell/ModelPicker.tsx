import { Select } from '@/design/Select'
import { groupModels, useModels } from './models'

export interface ModelPickerProps {
  readonly id?: string
  readonly value: string
  readonly onChange: (model: string) => void
  /** Its accessible name, where no label stands beside it. */
  readonly label?: string
  readonly className?: string
}

/** Chooses one of the server's models. */
export function ModelPicker({ id, value, onChange, label, className }: ModelPickerProps) {
  const models = useModels()
  return (
    <Select id={id} aria-label={label} value={value} onChange={event => onChange(event.target.value)} {...(className ? { className } : {})}>
      {groupModels(models).map(([group, members]) => (
        <optgroup key={group} label={group}>
          {members.map(model => (
            <option key={model.id} value={model.id}>
              {model.id}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  )
}
