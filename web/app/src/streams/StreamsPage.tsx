import type { PageProps } from '@/shell/App'

export function StreamsPage({ item }: PageProps) {
  return <h1 className="p-4 font-semibold">Streams {item}</h1>
}
