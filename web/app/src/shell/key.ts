/** Where a server wants an API key, the person enters it. It is kept as long as the tab: in no URL, and in nothing that stays. */
const name = 'tokenrill.key'

export const apiKey = {
  get(): string | undefined {
    try {
      return sessionStorage.getItem(name) ?? undefined
    } catch {
      return undefined
    }
  },
  set(key: string): void {
    sessionStorage.setItem(name, key)
  },
  forget(): void {
    sessionStorage.removeItem(name)
  },
}
