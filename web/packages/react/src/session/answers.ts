import type { GenerationEndedEvent, TokenrillClient, TokenrillError } from '@tokenrill/client'
import { type AnswerEvents, AnswerReader } from '../generation/answer-reader.js'
import type { Entry } from './entry.js'

/** The reading of a session's answers. */
export class Answers {
  /** Those that read, and whether they must go on while the page is hidden. */
  readonly #readers = new Map<AnswerReader, boolean>()
  #isAwake = false

  constructor(
    private readonly client: TokenrillClient,
    private readonly changed: (isUrgent: boolean) => void,
  ) {}

  /** Whether a connection is broken. */
  get isLost(): boolean {
    return [...this.#readers.keys()].some(reader => reader.connection === 'lost')
  }

  /** Reads an answer from its first event, if it is active and nobody does. */
  attend(entry: Entry): void {
    const { generation, status, reader } = entry
    if (status !== 'active' || generation === undefined || (reader && !reader.isOver)) return
    entry.reader = new AnswerReader(this.client, generation, this.eventsOf(entry))
    this.add(entry.reader)
  }

  /** Wakes a reader, and lets it sleep and wake with the others from now on. */
  add(reader: AnswerReader, staysOpen = false): void {
    this.#readers.set(reader, staysOpen)
    reader.wake()
    if (!this.#isAwake) reader.sleep()
  }

  drop(reader: AnswerReader): void {
    this.#readers.delete(reader)
    reader.close()
  }

  /** What the reader of an answer tells is its entry's. */
  eventsOf(entry: Entry): AnswerEvents {
    return {
      changed: hasEnded => {
        const { reader } = entry
        if (reader?.answer?.end) entry.end(reader.answer.end)
        if (reader && hasEnded) this.#readers.delete(reader)
        entry.touch()
        this.changed(hasEnded)
      },
      failed: error => this.#fail(entry, error),
    }
  }

  /**
   * The session's log says that an answer has ended. Its own reading says it too, with all that was said before, unless it broke.
   * @param willBeRead Whether somebody is about to read it.
   */
  ended(entry: Entry, { status }: GenerationEndedEvent, willBeRead: boolean): void {
    entry.endedAs = status
    if (willBeRead) return
    if (entry.reader && !entry.reader.isOver) return entry.reader.hurry()
    if (entry.status === 'active') entry.status = status
    entry.touch()
    this.changed(true)
  }

  wake(): void {
    this.#isAwake = true
    for (const reader of this.#readers.keys()) reader.wake()
  }

  sleep(why: 'hidden' | 'left'): void {
    this.#isAwake = false
    for (const [reader, staysOpen] of this.#readers) if (why === 'left' || !staysOpen) reader.sleep()
  }

  hurry(): void {
    for (const reader of this.#readers.keys()) reader.hurry()
  }

  /** An answer could not be read to its end. Of one that the server does not know, because it crashed, no end will ever be told. */
  #fail(entry: Entry, error: TokenrillError): void {
    if (entry.reader) this.#readers.delete(entry.reader)
    const status = entry.endedAs ?? (error.status === 404 ? 'interrupted' : undefined)
    if (status) entry.status = status
    else entry.error = error
    entry.touch()
    this.changed(true)
  }
}
