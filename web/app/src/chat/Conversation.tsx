import { useSession, useSignals } from '@tokenrill/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ErrorNotice } from '@/design/ErrorNotice'
import { Notice } from '@/design/Notice'
import { ModelPicker } from '@/shell/ModelPicker'
import { useChosenModel } from '@/shell/models'
import { Announcer } from './Announcer'
import { Composer, type ComposerHandle } from './Composer'
import { ConnectionBar } from './ConnectionBar'
import { ConversationHeader } from './ConversationHeader'
import { Messages, type MessagesHandle } from './Messages'
import { SignalsPanel } from './SignalsPanel'
import { Welcome } from './Welcome'

export interface ConversationProps {
  readonly id: string
  /** It is not at the server yet: the first message begins it. */
  readonly isNew: boolean
  readonly title: string | undefined
  /** The first message is on its way. */
  readonly onBegun: () => void
  /** What the list of sessions shows of it is something else now. */
  readonly onChanged: () => void
  readonly onSessions: () => void
  readonly onNew: () => void
}

/** One session: what was said, what is being said, and what to say next. */
export function Conversation({ id, isNew, title, onBegun, onChanged, onSessions, onNew }: ConversationProps) {
  const session = useSession(id, { isNew })
  const { signals, dismiss } = useSignals(id)
  const [model, setModel] = useChosenModel('chat')
  const [areSignalsOpen, setSignalsOpen] = useState(false)
  const composer = useRef<ComposerHandle>(null)
  const messages = useRef<MessagesHandle>(null)
  const { send, stop, retry, active } = session

  const known = session.title ?? title
  useEffect(() => {
    if (session.title !== undefined && session.title !== title) onChanged()
  }, [session.title])

  const say = useCallback(
    (content: string) => {
      onBegun()
      messages.current?.toEnd()
      void send(content, { model })
    },
    [send, model, onBegun],
  )
  const again = useCallback(() => {
    messages.current?.toEnd()
    void retry({ model })
  }, [retry, model])
  const edit = useCallback((text: string) => composer.current?.edit(text), [])

  return (
    <div className="flex min-w-0 flex-1">
      <div className="relative flex min-w-0 flex-1 flex-col">
        <ConversationHeader
          title={known}
          isNew={session.messages.length === 0}
          signals={signals.filter(signal => !signal.dismissed).length}
          areSignalsOpen={areSignalsOpen}
          onSignals={() => setSignalsOpen(isOpen => !isOpen)}
          onSessions={onSessions}
          onNew={onNew}
        />
        <ConnectionBar connection={session.connection} />
        {session.error && <ErrorNotice error={session.error} onRetry={session.reload} className="m-4" />}
        {session.isGone && (
          <Notice tone="warn" className="m-4">
            This session was deleted.
          </Notice>
        )}
        {session.messages.length === 0 && !session.isLoading && !session.error && !session.isGone ? (
          <Welcome onChoose={say} />
        ) : (
          <Messages ref={messages} messages={session.messages} isLoading={session.isLoading} onRetry={again} onEdit={edit} />
        )}
        <Composer
          ref={composer}
          isActive={active !== undefined}
          isDisabled={session.isGone}
          onSend={say}
          onStop={stop}
          picker={<ModelPicker label="Model" value={model} onChange={setModel} className="max-w-44 sm:max-w-64" />}
        />
        <Announcer active={active} last={session.messages.at(-1)} />
      </div>
      <SignalsPanel signals={signals} isOpen={areSignalsOpen} onDismiss={dismiss} onShow={message => messages.current?.show(message)} onClose={() => setSignalsOpen(false)} />
    </div>
  )
}
