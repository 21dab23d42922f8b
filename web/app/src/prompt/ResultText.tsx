import { memo } from 'react'
import { useFollowEnd } from '@/design/useFollowEnd'
import { Markdown } from '@/markdown/Markdown'

export interface ResultTextProps {
  readonly text: string
  readonly isStreaming: boolean
  /** A prompt is shown as it will be pasted; a specification as it is meant to be read. */
  readonly isMarkdown: boolean
}

/** A result, as it comes. */
export const ResultText = memo(function ResultText({ text, isStreaming, isMarkdown }: ResultTextProps) {
  const end = useFollowEnd<HTMLDivElement>(text)
  return (
    <>
      {isMarkdown ? (
        <Markdown text={text} isStreaming={isStreaming} />
      ) : (
        <p dir="auto" className="leading-relaxed wrap-anywhere whitespace-pre-wrap">
          {text}
        </p>
      )}
      <div ref={end} className="h-px scroll-mb-18 lg:scroll-mb-6" />
    </>
  )
})
