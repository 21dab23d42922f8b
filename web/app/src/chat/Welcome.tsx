import { areSimulated, useModels } from '@/shell/models'

const suggestions = ['Explain what a token is, to somebody who has never heard of it.', 'Write a haiku about a small stream.', 'Show me how to read server-sent events in TypeScript.']

/** What stands in a session before the first word. */
export function Welcome({ onChoose }: { readonly onChoose: (text: string) => void }) {
  const models = useModels()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-2xl flex-col justify-center gap-6 p-6">
        <div className="flex flex-col gap-2 text-center">
          <img src="/icon.svg" alt="" className="mx-auto mb-2 size-14" />
          <p className="text-2xl font-semibold tracking-tight">What would you like to know?</p>
          <p className="text-faint">Answers appear token by token. A reload, a second tab or a lost connection loses none of them.</p>
        </div>
        <ul className="grid gap-2 sm:grid-cols-3">
          {suggestions.map(text => (
            <li key={text}>
              <button
                type="button"
                onClick={() => onChoose(text)}
                className="h-full w-full rounded-xl border border-line bg-paper p-3 text-start text-sm text-faint transition-colors hover:border-accent hover:text-ink"
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
        {areSimulated(models) && (
          <p className="text-center text-sm text-faint">
            No provider is configured yet, so a simulator answers. Choose <span className="font-mono">sim/markdown</span> below to see what answers look like.
          </p>
        )}
      </div>
    </div>
  )
}
