import { Play } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/design/Button'
import { control, Field } from '@/design/Field'
import { FaultFields } from './FaultFields'
import { Choice, Entry } from './fields'
import { lineOf, problemsOf, type Settings } from './settings'

export interface SettingsFormProps {
  readonly settings: Settings
  /** The simulated models that the server offers. */
  readonly models: readonly string[]
  readonly isStarting: boolean
  readonly onChange: (settings: Settings) => void
  readonly onStart: () => void
}

/** Everything that can be said to the simulator, and the line of the prompt that says it. */
export function SettingsForm({ settings, models, isStarting, onChange, onStart }: SettingsFormProps) {
  const [wasTried, setTried] = useState(false)
  const problems = problemsOf(settings)
  const isWrong = Object.keys(problems).length > 0
  const line = lineOf(settings)
  const set = (part: Partial<Settings>) => onChange({ ...settings, ...part })
  const entry = { settings, problems, onChange: set }

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(isWrong)
    if (isWrong) event.currentTarget.querySelector<HTMLElement>('[aria-invalid]')?.focus()
    else if (!isStarting) onStart()
  }
  return (
    <form noValidate aria-label="Simulation" onSubmit={submit} className="@container mt-3 flex flex-col gap-4">
      <div className="grid grid-cols-2 items-start gap-3 @lg:grid-cols-3 @4xl:grid-cols-5">
        <Choice label="Model" value={settings.model} onChange={model => set({ model })} options={models.map(model => [model, model])} className="@max-lg:col-span-full" />
        <Entry {...entry} name="tokens" label="Tokens" placeholder="as it does" />
        <Entry {...entry} name="rate" label="Rate" hint="tokens a second" placeholder="as it does" inputMode="decimal" />
        <Entry {...entry} name="connect" label="Connect time" hint="milliseconds" placeholder="0" />
        <Entry {...entry} name="ttft" label="Time to first token" hint="milliseconds" placeholder="as it does" />
        <FaultFields settings={settings} problems={problems} onChange={set} />
        <Choice
          label="Without readers"
          value={settings.onDisconnect}
          onChange={onDisconnect => set({ onDisconnect })}
          options={[
            ['continue', 'it goes on'],
            ['cancel', 'it is cancelled'],
          ]}
          className="@max-lg:col-span-full"
        />
        <Entry {...entry} name="session" label="Session" hint="one at a time in each" placeholder="none" inputMode="text" />
        <Entry {...entry} name="count" label="How many" hint="1 to 50" />
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Field label="First line of the prompt" className="flex-1 basis-60">
          {attributes => <output {...attributes} className={`${control} block min-h-9 bg-sunk font-mono wrap-anywhere`}>{line || 'none: the model as it is'}</output>}
        </Field>
        <Button type="submit" variant="primary" aria-disabled={isStarting} icon={<Play aria-hidden className="size-4" />} className="@max-md:w-full">
          Start
        </Button>
      </div>
      {wasTried && isWrong && (
        <p role="alert" className="text-sm text-bad">
          Nothing was started: see the fields marked above.
        </p>
      )}
    </form>
  )
}
