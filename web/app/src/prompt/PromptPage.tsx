import type { PageProps } from '@/shell/App'

export function PromptPage({ item }: PageProps) {
  return <h1 className="p-4 font-semibold">Prompt {item}</h1>
}
