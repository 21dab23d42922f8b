import { useState } from 'react'
import type { PageProps } from '@/shell/App'
import { go } from '@/shell/route'
import { Conversation } from './Conversation'
import { SessionDrawer } from './SessionDrawer'
import { SessionList } from './SessionList'
import { newSessionId } from './sessionIds'
import { useSessionList } from './useSessionList'

/** The sessions at the side, and the one that is talked in. Without an item: one that begins with the first message. */
export function ChatPage({ item }: PageProps) {
  const [fresh, setFresh] = useState(newSessionId)
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const list = useSessionList()
  const id = item ?? fresh

  const begin = () => {
    setFresh(newSessionId())
    setDrawerOpen(false)
    go('chat')
  }
  const remove = async (session: string) => {
    await list.remove(session)
    if (session === id) begin()
  }
  const sessions = <SessionList list={list} current={item} onNew={begin} onDelete={remove} onChoose={() => setDrawerOpen(false)} />

  return (
    <div className="flex h-full">
      <aside aria-label="Sessions" className="hidden w-64 shrink-0 border-e border-line bg-paper lg:block">
        {sessions}
      </aside>
      {isDrawerOpen && <SessionDrawer onClose={() => setDrawerOpen(false)}>{sessions}</SessionDrawer>}
      <Conversation
        key={id}
        id={id}
        isNew={item === undefined}
        title={list.sessions.find(session => session.id === id)?.title}
        onBegun={() => {
          if (item !== undefined) return
          go('chat', id, { replace: true })
          setFresh(newSessionId())
        }}
        onChanged={list.refresh}
        onSessions={() => setDrawerOpen(true)}
        onNew={begin}
      />
    </div>
  )
}
