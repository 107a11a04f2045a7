import { cellTooLong, fileRefusal, MOST_CELL_LETTERS, MOST_ROW_BYTES, rowTooLong } from './file-refusal.ts'
import type { LinedRow } from './find-header.ts'
import type { Workbook } from './workbook.ts'
import { textOfDate, textOfNumber, unescaped } from './workbook-cell.ts'
import { XmlReader, type XmlListener } from './workbook-xml.ts'

const LAST_LINE = 1_048_576
const LAST_COLUMN = 16_384
/** Some letters count twice in the length of a text. */
const MOST_LETTERS = MOST_CELL_LETTERS * 2

/** The rows of a sheet that hold anything, a few at a time. */
export async function* sheetRows(
  part: AsyncIterable<Uint8Array>,
  workbook: Workbook,
  oddities: SheetOddities,
): AsyncGenerator<LinedRow[]> {
  const listener = new SheetListener(workbook, oddities)
  const reader = new XmlReader(listener)
  for await (const bytes of part) {
    reader.write(bytes)
    if (listener.rows.length > 0) yield listener.rows.splice(0)
  }
  reader.end()
  if (listener.rows.length > 0) yield listener.rows
}

/** Where cells have no value of their own: their first lines. */
export interface SheetOddities {
  /** Formulas that nobody has calculated. */
  uncalculated: { cells: number; line: number }
  /** Formulas with an error for a result: #N/A. */
  errors: { cells: number; line: number }
}

class SheetListener implements XmlListener {
  readonly rows: LinedRow[] = []
  private readonly workbook: Workbook
  private readonly oddities: SheetOddities
  private isInData = false
  private line = 0
  private cells: string[] = []
  private column = 0
  private type = ''
  private style = 0
  private value = ''
  private isValue = false
  private phonetic = 0
  private isFormula = false
  private hasValue = false

  constructor(workbook: Workbook, oddities: SheetOddities) {
    this.workbook = workbook
    this.oddities = oddities
  }

  open(name: string, attributes: Record<string, string>): void {
    if (!this.isInData) this.isInData = name === 'sheetData'
    else if (name === 'row') this.openRow(attributes)
    else if (name === 'c') this.openCell(attributes)
    else if (name === 'v' || name === 't') this.isValue = this.phonetic === 0
    else if (name === 'f') this.isFormula = true
    else if (name === 'rPh') this.phonetic++
  }

  text(text: string): void {
    if (this.isValue && this.value.length <= MOST_LETTERS) this.value += text
  }

  close(name: string): void {
    if (!this.isInData) return
    if (name === 'v' || name === 't') {
      this.isValue = false
      this.hasValue = true
    } else if (name === 'c') this.closeCell()
    else if (name === 'row') this.closeRow()
    else if (name === 'rPh') this.phonetic--
    else if (name === 'sheetData') this.isInData = false
  }

  private openRow({ r }: Record<string, string>): void {
    const line = r === undefined ? this.line + 1 : Number(r)
    if (!(line > this.line && line <= LAST_LINE)) throw new Error(`Row ${r} follows row ${this.line}.`)
    this.line = line
    this.cells = []
    this.column = 0
  }

  private openCell({ r, t = 'n', s = '0' }: Record<string, string>): void {
    const column = r === undefined ? this.column + 1 : columnOf(r)
    if (!(column > this.column && column <= LAST_COLUMN)) throw new Error(`Cell ${r} follows column ${this.column}.`)
    this.column = column
    this.type = t
    this.style = Number(s)
    this.value = ''
    this.isFormula = false
    this.hasValue = false
  }

  private closeCell(): void {
    if (!this.hasValue) {
      if (this.isFormula) this.meet(this.oddities.uncalculated)
      return
    }
    const text = this.textOfCell()
    if (text === '') return
    if (text.length > MOST_CELL_LETTERS && [...text].length > MOST_CELL_LETTERS)
      throw cellTooLong(this.column, this.line)
    if (text.includes('\u0000')) throw zeroByte(this.column, this.line)
    while (this.cells.length < this.column - 1) this.cells.push('')
    this.cells.push(text)
  }

  private textOfCell(): string {
    const { type, value, workbook } = this
    if (type === 's') return workbook.texts.at(Number(value))
    if (type === 'inlineStr' || type === 'str') return unescaped(value)
    if (type === 'b') return value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'd') return textOfDate(value)
    if (type === 'e') {
      this.meet(this.oddities.errors)
      return value
    }
    return textOfNumber(value, workbook.formats[this.style] ?? null, workbook.isFrom1904)
  }

  private closeRow(): void {
    if (this.cells.every((cell) => cell.trim() === '')) return
    const letters = this.cells.reduce((sum, { length }) => sum + length, this.cells.length)
    if (letters > MOST_ROW_BYTES) throw rowTooLong(this.line)
    this.rows.push({ line: this.line, cells: this.cells })
  }

  private meet(oddity: { cells: number; line: number }): void {
    if (oddity.cells++ === 0) oddity.line = this.line
  }
}

// The letters of AB12 count in twenty-sixes, from 1.
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const letter = (reference.charCodeAt(at) | LOWER) - BEFORE_A
    if (letter < 1 || letter > 26) return column
    column = column * 26 + letter
  }
  return Number.NaN
}
const LOWER = 0x20
const BEFORE_A = 0x60

function zeroByte(column: number, line: number) {
  return fileRefusal('FILE_MALFORMED', {
    message: `Line ${line} holds a NUL character in column ${column}, which is no text.`,
    hint: 'Delete the cell and type it again.',
    line,
    column,
  })
}
