/** The command that reads the same on a terminal. The key is not in it: the terminal's own is used. */
export function curlOf(origin: string, generation: string, hasKeys: boolean): string {
  // In single quotes nothing but the quote itself means something to a shell.
  const id = encodeURIComponent(generation).replaceAll("'", '%27')
  return `curl -N '${origin}/v1/generations/${id}/events?after=0'${hasKeys ? ' -H "authorization: Bearer $TOKENRILL_KEY"' : ''}`
}
