/** How many characters a section has at least, so that a long answer is some dozens of them and not hundreds. */
const least = 1200

const fence = /^ {0,3}(`{3,}|~{3,})/
/** What can belong to what stood before a blank line: an item of a list, a quotation, a row of a table, anything indented. */
const continues = /^(?:\s|[-*+>|]|\d+[.)])/
/** What something elsewhere in the text may point to. */
const definition = /^ {0,3}\[[^\]]+\]:/
/** HTML that may hold blank lines. */
const spansBlankLines = /^ {0,3}<(?:pre|script|style|textarea|!--)/i

/**
 * Cuts a text that grows into sections that are Markdown for themselves and never change again, but for the last. So what has been
 * said is parsed and drawn once, however long the answer gets. Each line is looked at once.
 */
export class Sections {
  #text = ''
  #cuts: number[] = []
  #finished: string[] = []
  /** Where the first line begins that has not been looked at. */
  #position = 0
  /** What the code fence that is open began with. */
  #open: string | undefined
  #isAfterBlank = false
  #isWhole = false

  /** The sections of a text, which is usually the one of the last call with more behind it. Joined, they are the text. */
  of(text: string): readonly string[] {
    if (!text.startsWith(this.#text)) this.#reset()
    this.#text = text
    for (let end = text.indexOf('\n', this.#position); end >= 0; end = text.indexOf('\n', this.#position)) {
      this.#look(this.#position, text.slice(this.#position, end))
      this.#position = end + 1
    }
    if (this.#isWhole) return [text]
    for (let index = this.#finished.length; index < this.#cuts.length; index++)
      this.#finished.push(text.slice(this.#cuts[index - 1] ?? 0, this.#cuts[index]))
    return [...this.#finished, text.slice(this.#cuts.at(-1) ?? 0)]
  }

  #look(start: number, line: string): void {
    const marker = fence.exec(line)?.[1]
    if (this.#open) {
      if (marker?.startsWith(this.#open) && line.trim() === marker) this.#open = undefined
      this.#isAfterBlank = false
      return
    }
    if (definition.test(line) || spansBlankLines.test(line)) this.#isWhole = true
    if (this.#isAfterBlank && line.trim() && !continues.test(line) && start - (this.#cuts.at(-1) ?? 0) >= least) this.#cuts.push(start)
    this.#open = marker
    this.#isAfterBlank = line.trim() === ''
  }

  #reset(): void {
    this.#cuts = []
    this.#finished = []
    this.#position = 0
    this.#open = undefined
    this.#isAfterBlank = false
    this.#isWhole = false
  }
}
