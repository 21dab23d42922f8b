const safe = 'SAFE:'

/**
 * What the safety check lets through, as far as it has been said. Nothing until it has said that the text is safe: its answer begins with
 * that, or with why not, which the end of the pipeline tells.
 */
export function passedText(answer: string): string {
  const text = answer.trimStart()
  return text.startsWith(safe) ? text.slice(safe.length).trimStart() : ''
}
