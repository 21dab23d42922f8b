import { Choice, Entry } from './fields'
import { type Fault, faults, type Problems, refusals, type Settings } from './settings'

export interface FaultFieldsProps {
  readonly settings: Settings
  readonly problems: Problems
  readonly onChange: (part: Partial<Settings>) => void
}

const options = Object.entries(faults) as [Fault, string][]

/** What goes wrong, and after how many tokens, or with which error. */
export function FaultFields({ settings, problems, onChange }: FaultFieldsProps) {
  const { fault, error } = settings
  return (
    <>
      <Choice label="What goes wrong" value={fault} options={options} onChange={chosen => onChange({ fault: chosen })} />
      {fault === 'error' ? (
        <Choice label="With the error" value={error} options={refusals.map(code => [code, code])} onChange={chosen => onChange({ error: chosen })} />
      ) : (
        fault !== 'none' && <Entry settings={settings} problems={problems} onChange={onChange} name="after" label="After" hint="tokens" />
      )}
    </>
  )
}
