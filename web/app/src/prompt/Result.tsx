import { RotateCw, WandSparkles } from 'lucide-react'
import { Button } from '@/design/Button'
import { Empty } from '@/design/Empty'
import { ErrorNotice } from '@/design/ErrorNotice'
import { Notice } from '@/design/Notice'
import { Thinking } from '@/design/Thinking'
import { actionOf, actions } from './actions'
import { outcomeOf } from './outcome'
import { ResultText } from './ResultText'
import type { ResultPanelProps } from './ResultPanel'

/** The result itself: what will be here, that it is thought about, its text, and how it ended. */
export function Result({ run, view, isRunning, retry }: Omit<ResultPanelProps, 'onUse'>) {
  const { phase, answer, error } = view
  if (phase === 'idle' || !run)
    return (
      <Empty icon={<WandSparkles aria-hidden />} title="Here the result will stand">
        <dl className="flex flex-col gap-1.5 text-start">
          {actions.map(({ recipe, label, hint }) => (
            <div key={recipe}>
              <dt className="inline font-medium text-ink">{label}: </dt>
              <dd className="inline">{hint}</dd>
            </div>
          ))}
        </dl>
      </Empty>
    )

  const failure = error ?? (answer?.end?.type === 'failed' ? answer.end.error : undefined)
  const outcome = outcomeOf(phase, answer)
  const again = phase === 'completed' ? undefined : (
    <Button onClick={retry} icon={<RotateCw aria-hidden className="size-4" />}>
      Try again
    </Button>
  )
  return (
    <div className="flex flex-col gap-4">
      {answer?.reasoning && (
        <details className="text-sm text-faint">
          <summary className="py-1 font-medium">What the model thought first</summary>
          <p dir="auto" className="mt-1 border-s-2 border-line ps-3 leading-relaxed wrap-anywhere whitespace-pre-wrap">
            {answer.reasoning}
          </p>
        </details>
      )}
      {answer?.text ? (
        // A new one is drawn from its beginning.
        <ResultText key={run.key} text={answer.text} isStreaming={isRunning} isMarkdown={actionOf(run.recipe).isMarkdown} />
      ) : (
        isRunning && <Thinking />
      )}
      {failure && <ErrorNotice error={failure} onRetry={retry} />}
      {!failure && outcome && (
        <Notice tone={outcome.tone} action={again}>
          {outcome.words}
        </Notice>
      )}
    </div>
  )
}
