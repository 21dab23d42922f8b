import { Check, Copy } from 'lucide-react'
import { IconButton } from './IconButton'
import { useCopy } from './useCopy'

/** Copies what `text` gives when it is pressed. */
export function CopyButton({ text, label = 'Copy', className }: { readonly text: () => string; readonly label?: string; readonly className?: string }) {
  const { isCopied, copy } = useCopy()
  return (
    <IconButton
      label={isCopied ? 'Copied' : label}
      icon={isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      onClick={() => void copy(text())}
      {...(className ? { className } : {})}
    />
  )
}
