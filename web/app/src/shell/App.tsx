import { type ComponentType, lazy, Suspense, useEffect } from 'react'
import { ChatPage } from '@/chat/ChatPage'
import { Navigation } from './Navigation'
import { type PageName, useRoute } from './route'
import { Server } from './Server'

/** What every page is given: what of it is to be shown. */
export interface PageProps {
  readonly item: string | undefined
}

const PromptPage = lazy(async () => ({ default: (await import('@/prompt/PromptPage')).PromptPage }))
const StagesPage = lazy(async () => ({ default: (await import('@/stages/StagesPage')).StagesPage }))
const StreamsPage = lazy(async () => ({ default: (await import('@/streams/StreamsPage')).StreamsPage }))

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
          <Suspense>
            <View item={item} />
          </Suspense>
        </main>
      </div>
    </Server>
  )
}
