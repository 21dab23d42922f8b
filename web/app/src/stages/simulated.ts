import type { Model } from '@tokenrill/client'

/** The simulated model that plays the stages. */
export const playingModel = 'sim/stages'

/**
 * What to do about a simulated model that cannot judge: it says anything but `SAFE:`, so every idea is blocked.
 * @param model What was asked, as the server says; undefined when it is not known.
 * @returns The model to offer instead; null when there is none; undefined when the model can judge.
 */
export function insteadOf(model: string | undefined, models: readonly Pick<Model, 'id'>[]): string | null | undefined {
  if (!model?.startsWith('sim/') || model === playingModel) return undefined
  return models.some(({ id }) => id === playingModel) ? playingModel : null
}
