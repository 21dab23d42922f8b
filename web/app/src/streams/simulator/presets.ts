import { plainSettings, type Settings } from './settings'

/** Something to see, one click away. */
export interface Preset {
  readonly name: string
  /** What will be seen. */
  readonly about: string
  readonly settings: Settings
}

const preset = (name: string, about: string, settings: Partial<Settings>): Preset => ({ name, about, settings: { ...plainSettings, ...settings } })

export const presets: readonly Preset[] = [
  preset('Steady', '400 tokens, 20 a second', { tokens: '400', rate: '20' }),
  preset('Slow start', 'Five seconds until the first token', { model: 'sim/slow-start', tokens: '200', rate: '20', ttft: '5000' }),
  preset('Goes silent', 'Nothing comes after 40 tokens, until the deadline between tokens ends it', {
    model: 'sim/stall',
    tokens: '400',
    rate: '20',
    fault: 'stall',
    after: '40',
  }),
  preset('Loses its connection', 'The provider is gone after 40 tokens', { model: 'sim/disconnect', tokens: '400', rate: '20', fault: 'die', after: '40' }),
  preset('Garbage', 'After 40 tokens comes what cannot be understood', { model: 'sim/garbage', tokens: '400', rate: '20', fault: 'garbage', after: '40' }),
  preset('Refused', 'The provider takes no requests', { model: 'sim/error', fault: 'error' }),
  preset('500 tokens a second', '20,000 tokens in 40 seconds', { tokens: '20000', rate: '500' }),
]

/** The settings with a model that is offered: any simulated one does what the settings say. */
export const offered = (settings: Settings, models: readonly string[]): Settings =>
  models.includes(settings.model) ? settings : { ...settings, model: models[0] ?? settings.model }
