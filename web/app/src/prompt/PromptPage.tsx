import { useCallback, useMemo, useRef } from 'react'
import { useChosenModel } from '@/shell/models'
import { useStored } from '@/shell/stored'
import { type ActionName, actionOf, actions } from './actions'
import { DraftPanel } from './DraftPanel'
import { lengthOf } from './length'
import { ResultPanel } from './ResultPanel'
import { useDraft } from './useDraft'
import { usePromptRun } from './usePromptRun'
import { mostOf, useRecipes } from './useRecipes'

/** Makes of a draft a specification, a better prompt, or the same in clearer words. */
export function PromptPage() {
  const draft = useDraft()
  const [taskType, setTaskType] = useStored('prompt.kind')
  const [model, setModel] = useChosenModel('prompt')
  const [lastUsed, setLastUsed] = useStored('prompt.last')
  const recipes = useRecipes()
  const { run, view, isRunning, ask, retry } = usePromptRun()
  const area = useRef<HTMLTextAreaElement>(null)
  const result = useRef<HTMLDivElement>(null)
  const { text, replace } = draft

  const length = useMemo(() => {
    const limits = actions.map(({ recipe }) => mostOf(recipes, recipe, 'prompt')).filter(most => most !== undefined)
    return lengthOf(text, limits.length ? Math.min(...limits) : undefined)
  }, [text, recipes])
  const isEmpty = !text.trim()
  const disabled = useMemo(
    () => actions.map(({ recipe }) => recipe).filter(recipe => isEmpty || lengthOf(text, mostOf(recipes, recipe, 'prompt'))?.isOver),
    [isEmpty, text, recipes],
  )

  const act = useCallback(
    (recipe: ActionName) => {
      setLastUsed(recipe)
      ask({ recipe, draft: text, taskType: taskType.trim(), model })
      // On a phone it stands below the draft.
      const { current } = result
      if (current && current.getBoundingClientRect().top > innerHeight / 3) current.scrollIntoView({ block: 'start' })
    },
    [ask, text, taskType, model, setLastUsed],
  )
  const use = useCallback(
    (words: string) => {
      replace(words)
      area.current?.focus()
    },
    [replace],
  )

  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex max-w-7xl flex-col gap-4 p-4 lg:h-full lg:p-6">
        <header>
          <h1 className="text-xl font-semibold">Prompt builder</h1>
          <p className="text-sm text-faint">From a rough draft to words that work.</p>
        </header>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:min-h-0 lg:flex-1 lg:grid-cols-2 lg:grid-rows-[minmax(0,1fr)]">
          <DraftPanel
            ref={area}
            draft={draft}
            length={length}
            taskType={taskType}
            onTaskType={setTaskType}
            mostOfTaskType={mostOf(recipes, 'rephrase', 'task_type')}
            model={model}
            onModel={setModel}
            lastUsed={actionOf(lastUsed).recipe}
            disabled={disabled}
            onAction={act}
          />
          <div ref={result} className="grid scroll-mt-4 grid-cols-[minmax(0,1fr)] lg:min-h-0">
            <ResultPanel run={run} view={view} isRunning={isRunning} retry={retry} onUse={use} />
          </div>
        </div>
      </div>
    </div>
  )
}
