import { FlaskConical } from 'lucide-react'
import { memo, useId, useMemo, useState } from 'react'
import { Button } from '@/design/Button'
import { ErrorNotice } from '@/design/ErrorNotice'
import { Notice } from '@/design/Notice'
import { Panel } from '@/design/Panel'
import { useModels } from '@/shell/models'
import { offered, type Preset, presets } from './presets'
import { SettingsForm } from './SettingsForm'
import { plainSettings, type Settings } from './settings'
import { useSimulator } from './useSimulator'

/** Starts generations that go as one wants to see them go. */
export const Simulator = memo(function Simulator({ onStarted }: { readonly onStarted: () => void }) {
  const models = useModels()
  const simulated = useMemo(() => models.map(({ id }) => id).filter(id => id.startsWith('sim/')), [models])
  const [settings, setSettings] = useState<Settings>(() => offered(plainSettings, simulated))
  const { isStarting, outcome, error, start } = useSimulator(onStarted)
  const hints = useId()

  if (!simulated.length)
    return (
      <Panel title="Simulator">
        <Notice className="m-3">This server offers no simulated models (sim/…), so nothing can be simulated here.</Notice>
      </Panel>
    )

  const startPreset = (preset: Preset) => {
    const chosen = offered(preset.settings, simulated)
    setSettings(chosen)
    void start(chosen)
  }
  return (
    <Panel title="Simulator" aside={<FlaskConical aria-hidden className="size-4.5 text-faint" />}>
      <div data-keeps-focus className="flex flex-col gap-3 p-4">
        <p className="text-sm text-faint">See what users see. One click starts a generation and opens it; no model is asked.</p>
        <div role="group" aria-label="Presets" className="flex flex-wrap gap-2">
          {presets.map((preset, index) => (
            <Button key={preset.name} title={preset.about} aria-describedby={`${hints}-${index}`} aria-disabled={isStarting} onClick={() => isStarting || startPreset(preset)}>
              {preset.name}
              <span id={`${hints}-${index}`} hidden>
                {preset.about}
              </span>
            </Button>
          ))}
        </div>
        {error && (
          <div className="flex flex-col gap-2">
            {outcome && <p className="text-sm font-medium">{outcome} Then:</p>}
            <ErrorNotice error={error} />
          </div>
        )}
        <details className="group">
          <summary className="w-fit rounded-lg py-1 text-sm font-medium text-accent select-none pointer-coarse:py-3">Set it finely</summary>
          <SettingsForm settings={settings} models={simulated} isStarting={isStarting} onChange={setSettings} onStart={() => void start(settings)} />
        </details>
      </div>
    </Panel>
  )
})
