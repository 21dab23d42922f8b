import type { HTMLAttributes } from 'react'
import { control, Field } from '@/design/Field'
import { Select } from '@/design/Select'
import type { Problems, Settings } from './settings'

type TextName = 'tokens' | 'rate' | 'connect' | 'ttft' | 'after' | 'count' | 'session'

export interface EntryProps {
  readonly settings: Settings
  readonly problems: Problems
  readonly onChange: (part: Partial<Settings>) => void
  readonly name: TextName
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  /** Default: `numeric`. */
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode']
}

/** Something to type in; what is wrong with it is said below. */
export function Entry({ settings, problems, onChange, name, label, hint, placeholder, inputMode = 'numeric' }: EntryProps) {
  return (
    <Field label={label} error={problems[name]} {...(hint ? { hint } : {})}>
      {attributes => (
        <input
          {...attributes}
          name={name}
          value={settings[name]}
          placeholder={placeholder}
          inputMode={inputMode}
          autoComplete="off"
          onChange={event => onChange({ [name]: name === 'session' ? event.target.value : event.target.value.trim() })}
          className={control}
        />
      )}
    </Field>
  )
}

export interface ChoiceProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly (readonly [T, string])[]
  readonly onChange: (value: T) => void
  readonly className?: string
}

/** Something to choose. */
export function Choice<T extends string>({ label, value, options, onChange, className }: ChoiceProps<T>) {
  return (
    <Field label={label} {...(className ? { className } : {})}>
      {attributes => (
        <Select {...attributes} value={value} onChange={event => onChange(event.target.value as T)}>
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
