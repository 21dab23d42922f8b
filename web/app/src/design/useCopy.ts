import { useCallback, useEffect, useState } from 'react'

/** How long it says that it has copied, in milliseconds. */
const shown = 1600

/** Copies text to the clipboard; `isCopied` is true for a moment afterwards. */
export function useCopy(): { readonly isCopied: boolean; readonly copy: (text: string) => Promise<void> } {
  const [copies, setCopies] = useState(0)
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!copies) return
    setCopied(true)
    const timer = setTimeout(() => setCopied(false), shown)
    return () => clearTimeout(timer)
  }, [copies])
  const copy = useCallback(async (text: string) => {
    await writeText(text)
    setCopies(count => count + 1)
  }, [])
  return { isCopied, copy }
}

/** A page that came over plain HTTP from another machine has no clipboard of its own; a selection can be copied there all the same. */
async function writeText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
