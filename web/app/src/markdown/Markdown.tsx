import { memo, useState } from 'react'
import { type Components, defaultRehypePlugins, Streamdown, type StreamdownProps } from 'streamdown'
import { useGradual } from '@/design/useGradual'
import { useSkipUnseen } from '@/design/useSkipUnseen'
import { lazyHighlighting } from './highlighting'
import { ImageLink } from './ImageLink'
import { Sections } from './sections'

/** HTML in an answer is shown as the text it is, never rendered. */
const { raw: _, ...rehypePlugins } = defaultRehypePlugins

const options: StreamdownProps = {
  dir: 'auto',
  plugins: { code: lazyHighlighting() },
  controls: { code: { copy: true, download: false }, table: false },
  rehypePlugins: Object.values(rehypePlugins),
  components: { img: ImageLink } as Components,
  linkSafety: { enabled: false },
  lineNumbers: false,
  codeBlockMaxHeight: '36rem',
  tableMaxHeight: '36rem',
}

/** Headings of an answer are headings within it, and no louder than the page's. */
const look =
  'flex min-w-0 flex-col gap-4 leading-relaxed [&_.task-list-item]:list-none [&_h1]:text-2xl [&_h2]:text-xl [&_h3]:text-lg [&_h4]:text-base [&>:first-child>*>:first-child]:mt-0'

/** How many characters are drawn at once: on a slow machine, some tens of milliseconds. */
const piece = 600

export interface MarkdownProps {
  readonly text: string
  /** Whether more of it will come: what is half said is then drawn as if it were closed. */
  readonly isStreaming: boolean
}

/** Text as a model writes it. Parses and draws again only the end of a text that grows; a text that is long at once grows in pieces. */
export const Markdown = memo(function Markdown({ text, isStreaming }: MarkdownProps) {
  const [sections] = useState(() => new Sections())
  // What was drawn as it came stays as it is drawn when it is complete.
  const [mode] = useState<'streaming' | 'static'>(isStreaming ? 'streaming' : 'static')
  const drawn = beginning(text, useGradual(text.length, piece))
  const isGrowing = isStreaming || drawn.length < text.length
  const parts = sections.of(drawn)
  return (
    <div className={look}>
      {parts.map((part, index) => (
        <Section key={index} text={part} mode={mode} isStreaming={isGrowing && index === parts.length - 1} isLast={index === parts.length - 1} />
      ))}
    </div>
  )
})

interface SectionProps extends MarkdownProps {
  readonly mode: 'streaming' | 'static'
  readonly isLast: boolean
}

/** A part of a text. What is finished and out of sight is neither laid out nor painted. */
const Section = memo(function Section({ text, mode, isStreaming, isLast }: SectionProps) {
  const box = useSkipUnseen<HTMLDivElement>(!isLast, '30rem')
  return (
    <div ref={box}>
      <Streamdown {...options} mode={mode} parseIncompleteMarkdown={isStreaming} isAnimating={isStreaming} className="wrap-anywhere">
        {text}
      </Streamdown>
    </div>
  )
})

/** So many characters of a text, or one more where that would cut one in two. */
const beginning = (text: string, length: number) => text.slice(0, /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? length + 1 : length)
