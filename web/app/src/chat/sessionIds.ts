/** A name for a session that begins: nobody else can guess it, and it reads well in an address. */
export const newSessionId = (): string =>
  `chat-${[...crypto.getRandomValues(new Uint8Array(8))].map(byte => byte.toString(36).padStart(2, '0')).join('')}`
