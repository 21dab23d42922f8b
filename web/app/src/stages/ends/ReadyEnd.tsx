import { Check, Copy, Palette } from 'lucide-react'
import { Button } from '@/design/Button'
import { useCopy } from '@/design/useCopy'

/** The last box: what to do with the text. */
export function ReadyEnd({ text, onOtherStyle }: { readonly text: string; readonly onOtherStyle: () => void }) {
  const { isCopied, copy } = useCopy()
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={isCopied ? <Check aria-hidden className="size-4 shrink-0" /> : <Copy aria-hidden className="size-4" />} onClick={() => void copy(text)} className="py-1.5 text-base! whitespace-normal!">
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
      <Button icon={<Palette aria-hidden className="size-4 shrink-0" />} onClick={onOtherStyle} className="py-1.5 text-base! whitespace-normal!">
        Try another style
      </Button>
    </div>
  )
}
