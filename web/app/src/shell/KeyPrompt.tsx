import { KeyRound } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/design/Button'
import { control, Field } from '@/design/Field'
import { Notice } from '@/design/Notice'

/** Asks for the API key of a server that wants one. */
export function KeyPrompt({ wasRefused, onKey }: { readonly wasRefused: boolean; readonly onKey: (key: string) => void }) {
  const [key, setKey] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (key.trim()) onKey(key.trim())
  }
  return (
    <main className="grid h-full place-items-center p-4">
      <form onSubmit={submit} className="flex w-full max-w-sm flex-col gap-4 rounded-2xl border border-line bg-paper p-6">
        <h1 className="flex items-center gap-2 text-lg font-semibold">
          <KeyRound aria-hidden className="size-5 text-accent" /> This server wants a key
        </h1>
        {wasRefused && <Notice tone="bad">The server does not know this key.</Notice>}
        <Field label="API key" hint="Kept in this tab until it is closed.">
          {attributes => (
            <input {...attributes} type="password" autoComplete="off" autoFocus value={key} onChange={event => setKey(event.target.value)} className={control} />
          )}
        </Field>
        <Button type="submit" variant="primary" disabled={!key.trim()}>
          Open
        </Button>
      </form>
    </main>
  )
}
