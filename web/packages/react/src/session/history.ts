import type { Message } from '@tokenrill/client'
import { Entry } from './entry.js'
import type { LiveMessage } from './live-message.js'

/** The messages of a session in the order they are shown: the server's, and among them those that it has not confirmed yet. */
export class History {
  #entries: Entry[] = []
  #shown: readonly LiveMessage[] = []

  /** All of them, as they are shown; the same list while they are the same. */
  render(): readonly LiveMessage[] {
    const shown = this.#entries.map(entry => entry.live)
    if (shown.length !== this.#shown.length || shown.some((message, index) => message !== this.#shown[index])) this.#shown = shown
    return this.#shown
  }

  /** The last one that is so. */
  last(is: (entry: Entry) => boolean): Entry | undefined {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index]
      if (entry && is(entry)) return entry
    }
    return undefined
  }

  /** All that are so, in their order. */
  all(is: (entry: Entry) => boolean): readonly Entry[] {
    return this.#entries.filter(is)
  }

  answerOf(generation: string): Entry | undefined {
    return this.last(entry => entry.role === 'assistant' && entry.generation === generation)
  }

  /** What comes behind it. */
  after(entry: Entry): Entry | undefined {
    return this.#entries[this.#entries.indexOf(entry) + 1]
  }

  /** A local one comes last, or moves there; an answer comes behind what it answers. */
  append(entry: Entry, question = this.#entries.at(-1)): void {
    const others = this.#entries.filter(other => other !== entry)
    const place = question && others.includes(question) ? others.indexOf(question) + 1 : others.length
    this.#entries = [...others.slice(0, place), entry, ...others.slice(place)]
  }

  /**
   * The server tells of a message, for the first time or again. It may be one that is shown already: the answer of that generation, or
   * what was said here in the same words and is not confirmed yet.
   */
  merge(message: Message): Entry {
    const { role, generation, content } = message
    const known =
      this.last(entry => entry.id === message.id) ??
      (generation !== undefined && role === 'assistant' ? this.answerOf(generation) : undefined) ??
      (role === 'user' ? this.#entries.find(entry => mayBe(entry, content)) : undefined)
    if (known?.isConfirmed) {
      known.confirm(message)
      return known
    }
    const entry = known ?? Entry.of(message)
    this.#place(entry)
    known?.confirm(message)
    return entry
  }

  /**
   * The server tells of all there are. Of those that it no longer knows, because it crashed before it had stored them, what was read
   * here stays shown, and what was said here can be said again; the others go.
   */
  mergeAll(messages: readonly Message[]): void {
    const listed = new Set(messages.map(message => this.merge(message)))
    const forgotten = this.#entries.filter(entry => entry.isConfirmed && !listed.has(entry))
    for (const entry of forgotten) entry.forget()
    this.#entries = this.#entries.filter(entry => !forgotten.includes(entry) || entry.request || entry.reader)
  }

  /** It is another session by the same name: only what is not said yet is left. */
  clear(): void {
    this.#entries = this.#entries.filter(entry => !entry.isConfirmed)
  }

  /** Confirmed messages come in the server's order; a local one that is behind all of them stays where it is among the local ones. */
  #place(entry: Entry): void {
    const others = this.#entries.filter(other => other !== entry)
    const last = this.last(other => other.isConfirmed)
    const behind = last ? others.indexOf(last) + 1 : 0
    if (this.#entries.indexOf(entry) < behind) this.#entries = [...others.slice(0, behind), entry, ...others.slice(behind)]
  }
}

/** Whether what was said here may be what the server tells of. */
const mayBe = (entry: Entry, content: string) => entry.mayBeKnown && !entry.isConfirmed && entry.text === content
