import { idempotencyKey } from '@tokenrill/client'
import { useCallback, useMemo, useRef } from 'react'
import { areSimulated, useChosenModel, useModels } from '@/shell/models'
import { Chain } from './Chain'
import type { EndActions } from './ends/BoxEnd'
import { IdeaForm } from './IdeaForm'
import { bodyOf } from './run'
import { insteadOf, playingModel } from './simulated'
import { taskOf } from './styles'
import { useAskedModel } from './useAskedModel'
import { usePreferences } from './usePreferences'
import { useStages } from './useStages'

/** From a young artist's idea to words for an artwork, in four stages that can be watched. */
export function StagesPage() {
  const { idea, setIdea, style, setStyle, ownStyle, setOwnStyle, rules, setRules, isTyping, setTyping } = usePreferences()
  const { view, isRunning, begin, goOn, forget } = useStages()
  const models = useModels()
  const [model, setModel] = useChosenModel('stages', areSimulated(models) ? models.find(({ id }) => id === playingModel)?.id : undefined)
  const form = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const chain = useRef<HTMLElement>(null)
  const asked = useAskedModel(view.phase === 'blocked' ? view.stages.at(-1)?.generation : undefined)

  const start = useCallback(
    (by: string) => {
      if (!idea.trim()) return area.current?.focus()
      begin(bodyOf(idea, taskOf(style, ownStyle), rules, by, idempotencyKey()))
      // On a phone the boxes stand below all that was filled in.
      chain.current?.scrollIntoView({ block: 'nearest' })
    },
    [begin, idea, style, ownStyle, rules],
  )
  const onStart = useCallback(() => start(model), [start, model])

  const actions = useMemo<EndActions>(
    () => ({
      instead: insteadOf(asked, models),
      onInstead: other => {
        setModel(other)
        start(other)
      },
      onChangeIdea: () => area.current?.focus(),
      onOtherStyle: () => {
        form.current?.querySelector('fieldset')?.scrollIntoView({ block: 'nearest' })
        form.current?.querySelector<HTMLElement>('input[type=radio]:checked')?.focus({ preventScroll: true })
      },
      onRetry: goOn ?? onStart,
    }),
    [asked, models, setModel, start, goOn, onStart],
  )

  return (
    <div className="h-full overflow-y-auto lg:overflow-hidden">
      <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] lg:h-full 2xl:max-w-[100rem] lg:grid-cols-[minmax(20rem,26rem)_minmax(0,1fr)]">
        <div ref={form} className="flex flex-col gap-5 px-4 pt-4 lg:min-h-0 lg:overflow-y-auto lg:ps-8 lg:pe-6 lg:pt-8">
          <header>
            <h1 className="text-2xl font-semibold">From your idea to art</h1>
            <p className="mt-1 text-faint">A language model works on your idea in four steps. Watch how your words change.</p>
          </header>
          <IdeaForm
            ref={area}
            idea={idea}
            onIdea={setIdea}
            style={style}
            onStyle={setStyle}
            ownStyle={ownStyle}
            onOwnStyle={setOwnStyle}
            rules={rules}
            onRules={setRules}
            model={model}
            onModel={setModel}
            isRunning={isRunning}
            onStart={onStart}
          />
        </div>
        <div className="px-4 pb-4 lg:min-h-0 lg:overflow-y-auto lg:px-8 lg:ps-2 lg:pb-8">
          <Chain ref={chain} view={view} isRunning={isRunning} isTyping={isTyping} onTyping={setTyping} onWritten={forget} actions={actions} />
        </div>
      </div>
    </div>
  )
}
