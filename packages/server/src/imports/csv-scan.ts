import type { Refusal } from '../base/errors.ts'
import type { CsvDelimiter } from './csv-layout.ts'
import {
  cellTooLong,
  fileRefusal,
  MOST_CELL_LETTERS,
  MOST_COLUMNS,
  MOST_ROW_BYTES,
  rowTooLong,
  tooManyColumns,
} from './file-refusal.ts'

/** Whole rows as text: one line feed between two, whatever the file has; only quoted cells keep their own line breaks. */
export interface TextBlock {
  text: string
  rowCount: number
  /** Line of the first row, as a spreadsheet counts: a row is one, blank ones too. */
  line: number
}

const MOST_BYTES_A_LETTER = 3
const MOST_LINES_IN_QUOTES = 100

/** Where in a cell the scan stands. */
const Place = { CELL_START: 0, PLAIN: 1, QUOTED: 2, QUOTE_IN_QUOTED: 3, SPACES_BEHIND_QUOTE: 4 } as const
type Place = (typeof Place)[keyof typeof Place]

const NUL = 0
const TAB = 9
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const SPACE = 32
const QUOTE = 34

/**
 * Finds the ends of rows in a text that comes in pieces, and refuses what cannot be split into rows without doubt, at
 * the line where it stands. It holds one row at most, so a quote that is never closed is found out within 64 KiB: a
 * parser would look for its end through the whole file, again with each piece.
 */
export class CsvScan {
  private readonly delimiterCode: number
  private place: Place = Place.CELL_START
  private column = 1
  private linesInQuotes = 0
  private lastCode = 0
  private currentLine = 1
  private readonly lineEnds = { 'CR LF': 0, LF: 0, CR: 0 }

  /** The row that began in an earlier piece, as far as it is known. */
  private open = ''

  /** Parts of the text that stay, up to `keptFrom` of the piece that is scanned. */
  private parts: string[] = []
  private keptFrom = 0
  /** From a place in the piece to the same place in the text that stays. */
  private shift = 0
  /** How much of the text that stays is whole rows. */
  private wholeUntil = 0
  /** Where in the text that stays the cell began. */
  private cellFrom = 0

  constructor(delimiter: CsvDelimiter) {
    this.delimiterCode = delimiter.charCodeAt(0)
  }

  /** Line of the row that is open. */
  get line(): number {
    return this.currentLine
  }

  get warnings(): string[] {
    const kinds = Object.entries(this.lineEnds).flatMap(([kind, count]) => (count > 0 ? [kind] : []))
    if (kinds.length < 2) return []
    return [`The file has line ends of several kinds (${kinds.join(', ')}); each was read as the end of a row.`]
  }

  /** The rows that end in this piece; null when none does. */
  scan(text: string): TextBlock | null {
    const firstLine = this.currentLine
    this.parts = [this.open]
    this.keptFrom = 0
    this.shift = this.open.length
    this.wholeUntil = 0
    const { delimiterCode } = this
    let isSettled = this.isSettled
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      // Nearly every letter ends here, so the rest of the loop hardly counts.
      if (isSettled && code > QUOTE && code !== delimiterCode) continue
      if (code === delimiterCode) this.meetDelimiter(text, at)
      else if (code === QUOTE) this.meetQuote()
      else if (code === LINE_FEED || code === CARRIAGE_RETURN) this.meetLineEnd(text, at, code)
      else if (code === NUL) throw this.zeroByte()
      else if (!isSettled) this.meetLetter(text, at, code)
      isSettled = this.isSettled
    }
    if (text.length > 0) this.lastCode = text.charCodeAt(text.length - 1)

    if (this.place !== Place.SPACES_BEHIND_QUOTE) this.parts.push(text.slice(this.keptFrom))
    const kept = this.parts.join('')
    this.open = kept.slice(this.wholeUntil)
    this.cellFrom -= this.wholeUntil
    if (this.open.length - this.cellFrom > MOST_CELL_LETTERS) this.requireShortCell(this.open.slice(this.cellFrom))
    this.requireShort(this.open.length, () => this.open)
    if (this.wholeUntil === 0) return null
    return { text: kept.slice(0, this.wholeUntil - 1), rowCount: this.currentLine - firstLine, line: firstLine }
  }

  /** The row that ends with the text; null when that ended with the end of a row. */
  end(): TextBlock | null {
    if (this.place === Place.QUOTED) throw this.neverClosed('to the end of the file')
    const { open } = this
    this.open = ''
    return open === '' ? null : { text: open, rowCount: 1, line: this.currentLine }
  }

  /** Whether letters change nothing. */
  private get isSettled(): boolean {
    return this.place === Place.PLAIN || this.place === Place.QUOTED
  }

  private meetDelimiter(text: string, at: number): void {
    if (this.place === Place.QUOTED) return
    this.endCell(text, at)
    if (this.place === Place.SPACES_BEHIND_QUOTE) this.keptFrom = at
    this.place = Place.CELL_START
    this.cellFrom = at + 1 + this.shift
    this.column++
  }

  // Inside quotes two stand for one; in the middle of a plain cell one is a letter like others: 5" disk.
  private meetQuote(): void {
    if (this.place === Place.CELL_START) {
      this.place = Place.QUOTED
      this.linesInQuotes = 0
    } else if (this.place === Place.QUOTED) this.place = Place.QUOTE_IN_QUOTED
    else if (this.place === Place.QUOTE_IN_QUOTED) this.place = Place.QUOTED
    else if (this.place === Place.SPACES_BEHIND_QUOTE) throw this.textBehindQuote()
  }

  private meetLineEnd(text: string, at: number, code: number): void {
    const before = at > 0 ? text.charCodeAt(at - 1) : this.lastCode
    const isSecond = code === LINE_FEED && before === CARRIAGE_RETURN
    if (this.place === Place.QUOTED) {
      if (!isSecond && ++this.linesInQuotes > MOST_LINES_IN_QUOTES)
        throw this.neverClosed(`in the ${MOST_LINES_IN_QUOTES} lines behind it`)
      return
    }
    if (isSecond) {
      this.lineEnds['CR LF']++
      this.lineEnds.CR--
      this.keptFrom = at + 1
      this.shift--
      return
    }
    this.endCell(text, at)
    this.requireShort(at + this.shift - this.wholeUntil, () => this.rowUntil(text, at))
    if (code === CARRIAGE_RETURN) {
      this.lineEnds.CR++
      if (this.place !== Place.SPACES_BEHIND_QUOTE) this.parts.push(text.slice(this.keptFrom, at))
      this.parts.push('\n')
      this.keptFrom = at + 1
    } else {
      this.lineEnds.LF++
      if (this.place === Place.SPACES_BEHIND_QUOTE) this.keptFrom = at
    }
    this.wholeUntil = at + 1 + this.shift
    this.cellFrom = this.wholeUntil
    this.currentLine++
    this.column = 1
    this.place = Place.CELL_START
  }

  private meetLetter(text: string, at: number, code: number): void {
    if (this.place === Place.CELL_START) {
      this.place = Place.PLAIN
      return
    }
    // Spaces between a closing quote and the delimiter are nobody's.
    if (code !== SPACE && code !== TAB) throw this.textBehindQuote()
    if (this.place === Place.QUOTE_IN_QUOTED) this.parts.push(text.slice(this.keptFrom, at))
    this.place = Place.SPACES_BEHIND_QUOTE
    this.shift--
  }

  private rowUntil(text: string, at: number): string {
    const rest = this.place === Place.SPACES_BEHIND_QUOTE ? '' : text.slice(this.keptFrom, at)
    return (this.parts.join('') + rest).slice(this.wholeUntil)
  }

  private endCell(text: string, at: number): void {
    const from = this.cellFrom - this.wholeUntil
    if (at + this.shift - this.cellFrom > MOST_CELL_LETTERS) this.requireShortCell(this.rowUntil(text, at).slice(from))
  }

  private requireShortCell(cell: string): void {
    const isQuoted = cell.startsWith('"')
    const value = isQuoted ? cell.slice(1, this.place === Place.QUOTED ? undefined : -1).replaceAll('""', '"') : cell
    // Letters outside the basic plane count twice in its length.
    if (value.length <= MOST_CELL_LETTERS || [...value].length <= MOST_CELL_LETTERS) return
    if (this.place !== Place.QUOTED) throw cellTooLong(this.column, this.currentLine)
    throw this.neverClosed(`in the ${MOST_CELL_LETTERS.toLocaleString('en')} characters behind it`)
  }

  private requireShort(letters: number, row: () => string): void {
    if (letters * MOST_BYTES_A_LETTER <= MOST_ROW_BYTES || Buffer.byteLength(row()) <= MOST_ROW_BYTES) return
    if (this.column > MOST_COLUMNS) throw tooManyColumns(`more than ${MOST_COLUMNS}`, this.currentLine)
    throw rowTooLong(this.currentLine, this.column)
  }

  private neverClosed(where: string): Refusal {
    return fileRefusal('FILE_MALFORMED', {
      message: `In line ${this.currentLine} a quote is opened in column ${this.column} and not closed again, at least not ${where}.`,
      hint: 'Close the quote. A quote that belongs to the text of a quoted cell is written twice.',
      ...this.here,
    })
  }

  private textBehindQuote(): Refusal {
    return fileRefusal('FILE_MALFORMED', {
      message: `In line ${this.currentLine} there is text behind the closing quote of column ${this.column}.`,
      hint: 'A quote that belongs to the text of a quoted cell is written twice.',
      ...this.here,
    })
  }

  private zeroByte(): Refusal {
    return fileRefusal('FILE_MALFORMED', {
      message: `Line ${this.currentLine} holds a NUL character in column ${this.column}, which is no text.`,
      hint: 'The file was damaged on its way, or is no CSV file. Export it once more from its source as CSV UTF-8.',
      ...this.here,
    })
  }

  private get here(): { line: number; column: number } {
    return { line: this.currentLine, column: this.column }
  }
}
