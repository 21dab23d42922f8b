import type { PageProps } from '@/shell/App'

export function StagesPage({ item }: PageProps) {
  return <h1 className="p-4 font-semibold">Stages {item}</h1>
}
