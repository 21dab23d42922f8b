import { Check, Terminal } from 'lucide-react'
import { memo } from 'react'
import { Button } from '@/design/Button'
import { useCopy } from '@/design/useCopy'
import { apiKey } from '@/shell/key'
import { curlOf } from '../wire/curl'

/** Copies the command that reads this generation on a terminal. */
export const CurlButton = memo(function CurlButton({ generation }: { readonly generation: string }) {
  const { isCopied, copy } = useCopy()
  const command = curlOf(location.origin, generation, apiKey.get() !== undefined)
  return (
    <Button
      variant="quiet"
      title={command}
      icon={isCopied ? <Check aria-hidden className="size-4" /> : <Terminal aria-hidden className="size-4" />}
      onClick={() => void copy(command)}
    >
      {isCopied ? 'Copied' : 'Copy curl'}
    </Button>
  )
})
