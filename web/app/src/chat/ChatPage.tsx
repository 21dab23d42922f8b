import type { PageProps } from '@/shell/App'

export function ChatPage({ item }: PageProps) {
  return <h1 className="p-4 font-semibold">Chat {item}</h1>
}
