import { fileRefusal, MOST_CELL_LETTERS, SAVE_AS_CSV } from './file-refusal.ts'
import type { XmlListener } from './workbook-xml.ts'
import { unescaped } from './workbook-cell.ts'

const CHUNK_BYTES = 1_048_576
const MOST_BYTES = 134_217_728
/** Some letters count twice in the length of a text. */
const MOST_LETTERS = MOST_CELL_LETTERS * 2

/**
 * The list of texts that the cells of a workbook point into. A million people have millions of them, so they are kept as
 * bytes outside the heap.
 */
export class WorkbookTexts implements XmlListener {
  private readonly chunks: Buffer[] = []
  private used = CHUNK_BYTES
  private count = 0
  private starts = new Uint32Array(1_024)
  private lengths = new Uint16Array(1_024)
  private current = ''
  private isText = false
  private phonetic = 0

  open(name: string): void {
    if (name === 'si') this.current = ''
    else if (name === 't') this.isText = this.phonetic === 0
    // How a Japanese name is spoken is no part of it.
    else if (name === 'rPh') this.phonetic++
  }

  text(text: string): void {
    // Beyond what a cell may hold nothing needs to be known.
    if (this.isText && this.current.length <= MOST_LETTERS) this.current += text
  }

  close(name: string): void {
    if (name === 't') this.isText = false
    else if (name === 'rPh') this.phonetic--
    else if (name === 'si') this.add(unescaped(this.current))
  }

  /** The text with that number; empty when there is none. */
  at(index: number): string {
    if (!(index >= 0 && index < this.count)) return ''
    const start = this.starts[index] as number
    const from = start % CHUNK_BYTES
    const chunk = this.chunks[Math.floor(start / CHUNK_BYTES)] as Buffer
    return chunk.toString('utf8', from, from + (this.lengths[index] as number))
  }

  private add(text: string): void {
    // One letter too many stays, so that the cell that has it can be refused.
    const bytes = Buffer.from(text.length > MOST_LETTERS ? text.slice(0, MOST_LETTERS + 1) : text)
    if (this.used + bytes.length > CHUNK_BYTES) {
      if (this.chunks.length * CHUNK_BYTES >= MOST_BYTES) throw tooMuchText()
      this.chunks.push(Buffer.allocUnsafeSlow(CHUNK_BYTES))
      this.used = 0
    }
    if (this.count === this.starts.length) this.grow()
    const chunk = this.chunks.length - 1
    ;(this.chunks[chunk] as Buffer).set(bytes, this.used)
    this.starts[this.count] = chunk * CHUNK_BYTES + this.used
    this.lengths[this.count] = bytes.length
    this.count++
    this.used += bytes.length
  }

  private grow(): void {
    const { starts, lengths } = this
    this.starts = new Uint32Array(starts.length * 2)
    this.lengths = new Uint16Array(lengths.length * 2)
    this.starts.set(starts)
    this.lengths.set(lengths)
  }
}

function tooMuchText() {
  return fileRefusal('FILE_TOO_LARGE', {
    message: `The workbook holds more than ${MOST_BYTES / 1_048_576} MiB of text.`,
    hint: `Save the sheet as CSV UTF-8. ${SAVE_AS_CSV}`,
    detected: 'xlsx',
  })
}
