import { Image } from 'lucide-react'
import type { ComponentProps } from 'react'

/**
 * An image in an answer, as a link. Fetched unasked, an address that a model chose could carry what was said here to whoever owns it.
 */
export function ImageLink({ src, alt }: ComponentProps<'img'>) {
  return typeof src === 'string' && src ? (
    <a href={src} target="_blank" rel="noreferrer" className="inline-flex items-center gap-1.5 text-accent underline">
      <Image aria-hidden className="size-4" />
      {alt || 'Image'}
    </a>
  ) : (
    <>{alt}</>
  )
}
