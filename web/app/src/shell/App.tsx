import { type ComponentType, useEffect } from 'react'
import { ChatPage } from '@/chat/ChatPage'
import { PromptPage } from '@/prompt/PromptPage'
import { StagesPage } from '@/stages/StagesPage'
import { StreamsPage } from '@/streams/StreamsPage'
import { Navigation } from './Navigation'
import { type PageName, useRoute } from './route'
import { Server } from './Server'

/** What every page is given: what of it is to be shown. */
export interface PageProps {
  readonly item: string | undefined
}

const views: Record<PageName, { readonly title: string; readonly view: ComponentType<PageProps> }> = {
  chat: { title: 'Chat', view: ChatPage },
  prompt: { title: 'Prompt builder', view: PromptPage },
  stages: { title: 'Stages', view: StagesPage },
  streams: { title: 'Streams', view: StreamsPage },
}

/** The whole UI. */
export function App() {
  const { page, item } = useRoute()
  const { title, view: View } = views[page]
  useEffect(() => {
    document.title = `${title} · Tokenrill`
  }, [title])
  return (
    <Server>
      <div className="flex h-full flex-col md:flex-row">
        <Navigation current={page} />
        <main className="min-h-0 min-w-0 flex-1">
          <View item={item} />
        </main>
      </div>
    </Server>
  )
}
