import { addedColumns, fromOurFile } from './csv-line.ts'
import { type Refusal } from '../base/errors.ts'
import { fileRefusal, MOST_COLUMNS, tooManyColumns } from './file-refusal.ts'
import type { CsvBatch, CsvColumn, CsvSummary } from './read-csv.ts'

const BATCH_ROWS = 500
/** Rows may have 64 KiB; a batch must stay small enough for one statement and one message. */
const BATCH_LETTERS = 1_000_000

/** Gathers the rows of a file into batches, whatever kind of file they come from, and what is to be said of it. */
export class RowBatches {
  private readonly maxRows: number
  private header: HeaderColumns | null = null
  /** Rows that were downloaded here, corrected, and come back. */
  private isOurs = false
  private rowCount = 0
  private batchCount = 0
  private rowsAbove = 0
  private blankRows = 0
  /** Blank rows that are counted when another one follows: those at the end are no oddity. */
  private blankRowsBefore = 0
  private batch: unknown[][] = []
  private batchLetters = 0
  private full: CsvBatch[] = []

  constructor({ maxRows }: { maxRows: number }) {
    this.maxRows = maxRows
  }

  /** Takes the next row; `headerRow` is the line of the header, 0 when there is none. */
  take(read: string[], line: number, headerRow: number): void {
    const cells = this.isOurs ? read.map(fromOurFile) : read
    const letters = lettersIn(cells)
    if (letters === 0) {
      this.blankRowsBefore++
      return
    }
    if (line < headerRow) {
      this.rowsAbove++
      return
    }
    if (this.header === null) {
      if (line > headerRow && headerRow > 0) throw blankHeader(headerRow)
      // Blank rows above the header are no oddity where there are others, which are told.
      if (this.rowsAbove === 0) this.blankRows += this.blankRowsBefore
      this.blankRowsBefore = 0
      this.isOurs = headerRow > 0 && addedColumns(cells) > 0
      const headers = this.isOurs ? cells.map(fromOurFile) : cells
      this.header = new HeaderColumns(headerRow === 0 ? lettersOf(cells) : headers, line, headerRow > 0)
      if (headerRow > 0) return
    }
    this.blankRows += this.blankRowsBefore
    this.blankRowsBefore = 0
    if (++this.rowCount > this.maxRows) throw this.tooManyRows(line)
    this.header.take(cells, this.rowCount)
    this.batch.push([line, ...cells])
    this.batchLetters += letters
    if (this.batch.length >= BATCH_ROWS || this.batchLetters >= BATCH_LETTERS) this.end()
  }

  /** Ends the batch that is open. */
  end(): void {
    if (this.batch.length === 0) return
    this.full.push({ number: this.batchCount++, rowCount: this.batch.length, rows: JSON.stringify(this.batch) })
    this.batch = []
    this.batchLetters = 0
  }

  /** The batches that are complete; each is handed over once. */
  handOver(): CsvBatch[] {
    const { full } = this
    this.full = []
    return full
  }

  /** What the file holds, once every row was taken; a refusal where it holds none. */
  summarize(headerRow: number): Pick<CsvSummary, 'rowCount' | 'batchCount' | 'columns' | 'headerRow' | 'warnings'> {
    const { header, rowCount, batchCount } = this
    if (!header) throw empty(headerRow)
    if (rowCount === 0) {
      throw fileRefusal('FILE_EMPTY', {
        message: 'The file holds one line and no rows under it.',
        hint: 'The first line names the columns; add a line under it for each person.',
        line: header.line,
      })
    }
    const columns = header.columns(rowCount)
    const warnings = [...this.headerWarnings(headerRow), ...this.warnings(header.width - columns.length)]
    return { rowCount, batchCount, columns, headerRow, warnings }
  }

  private headerWarnings(headerRow: number): string[] {
    if (headerRow === 0) {
      return [
        'No line names the columns: the first one is read as a person, and the columns are called by their letters. If a line is the header, read the file again with its number as the header row.',
      ]
    }
    if (this.rowsAbove === 0) return []
    const rows = this.rowsAbove === 1 ? 'One line' : `${this.rowsAbove} lines`
    const were = this.rowsAbove === 1 ? 'was' : 'were'
    return [
      `Line ${headerRow} was taken for the header; ${rows} above it ${were} left out. If another line is the header, read the file again with its number as the header row.`,
    ]
  }

  private warnings(droppedColumns: number): string[] {
    const warnings: string[] = []
    if (this.blankRows > 0) {
      const rows = this.blankRows === 1 ? 'One blank row was' : `${this.blankRows} blank rows were`
      warnings.push(`${rows} left out; the line numbers count ${this.blankRows === 1 ? 'it' : 'them'}.`)
    }
    if (droppedColumns > 0) {
      const columns = droppedColumns === 1 ? 'One column at the end was' : `${droppedColumns} columns at the end were`
      warnings.push(`${columns} left out: without header and without cells.`)
    }
    return warnings
  }

  private tooManyRows(line: number): Refusal {
    return fileRefusal('FILE_TOO_LARGE', {
      message: `The file has more than ${this.maxRows.toLocaleString('en')} rows, which is the most that can be imported at once.`,
      hint: 'Import in parts.',
      line,
    })
  }
}

/** None where every cell is blank. */
function lettersIn(cells: readonly string[]): number {
  let letters = 0
  let isBlankRow = true
  for (let index = 0; index < cells.length; index++) {
    const { length } = cells[index] as string
    if (length === 0) continue
    letters += length
    isBlankRow &&= isBlank(cells[index] as string)
  }
  return isBlankRow ? 0 : letters
}

// As a spreadsheet calls them.
function lettersOf(cells: readonly string[]): string[] {
  return cells.map((_, index) => `Column ${columnLetters(index)}`)
}

/** The letters over a column of a spreadsheet, from A. */
function columnLetters(index: number): string {
  const rest = Math.floor(index / LETTERS)
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(A + (index % LETTERS))
}
const LETTERS = 26
const A = 65

function empty(headerRow: number): Refusal {
  if (headerRow <= 1) {
    return fileRefusal('FILE_EMPTY', {
      message: 'The file is empty.',
      hint: 'The first line names the columns, and each line under it is one person; importTemplate has the headers.',
    })
  }
  return fileRefusal('FILE_EMPTY', {
    message: `The file has no line ${headerRow}, which should be the header.`,
    hint: 'Name another line as the header row, or leave it out.',
  })
}

function blankHeader(line: number): Refusal {
  return fileRefusal('FILE_MALFORMED', {
    message: `Line ${line}, which should be the header, is blank.`,
    hint: 'Name another line as the header row, or leave it out.',
    line,
  })
}

const SAMPLES = 5
const VALUES = 50
const ROWS_FOR_VALUES = 1_000
const SAMPLE_LETTERS = 200

/** The columns of the header, and what is met in them. */
class HeaderColumns {
  readonly line: number
  /** Whether the file names them. */
  private readonly isNamed: boolean
  private readonly headers: string[]
  private readonly filled: Float64Array
  private readonly values: Map<string, number>[]

  constructor(cells: readonly string[], line: number, isNamed: boolean) {
    this.line = line
    this.isNamed = isNamed
    let named = cells.length
    while (named > 0 && isBlank(cells[named - 1] as string)) named--
    if (named > MOST_COLUMNS) throw tooManyColumns(named.toLocaleString('en'), line)
    this.headers = cells.slice(0, MOST_COLUMNS)
    this.filled = new Float64Array(this.headers.length)
    this.values = this.headers.map(() => new Map())
  }

  get width(): number {
    return this.headers.length
  }

  take(cells: readonly string[], row: number): void {
    const count = Math.min(cells.length, this.headers.length)
    for (let index = 0; index < count; index++) {
      const cell = cells[index] as string
      if (cell === '' || isBlank(cell)) continue
      this.filled[index] = (this.filled[index] as number) + 1
      keepValue(this.values[index] as Map<string, number>, cell, row)
    }
  }

  private isNameless(index: number): boolean {
    return !this.isNamed || isBlank(this.headers[index] as string)
  }

  /** Without those at the end that have neither header nor cells. */
  columns(rowCount: number): CsvColumn[] {
    let count = this.headers.length
    while (count > 0 && this.isNameless(count - 1) && this.filled[count - 1] === 0) count--
    return this.headers.slice(0, count).map((header, index) => {
      const values = [...(this.values[index] as Map<string, number>)].map(([text, cells]) => ({
        text: text.slice(0, SAMPLE_LETTERS),
        count: cells,
      }))
      const samples = values.slice(0, SAMPLES).map(({ text }) => text)
      return { index, header, samples, emptyCells: rowCount - (this.filled[index] as number), values }
    })
  }
}

function keepValue(values: Map<string, number>, cell: string, row: number): void {
  const isEarly = row <= ROWS_FOR_VALUES
  if (!isEarly && values.size >= SAMPLES) return
  const count = values.get(cell)
  if (count === undefined && values.size < VALUES) values.set(ownText(cell), 1)
  else if (count !== undefined && isEarly) values.set(cell, count + 1)
}

// A cell is a window into its block of text, which would stay in memory with it.
function ownText(cell: string): string {
  return Buffer.from(cell, 'utf16le').toString('utf16le')
}

function isBlank(cell: string): boolean {
  return cell.charCodeAt(0) > SPACE && cell.charCodeAt(0) < NO_BREAK_SPACE ? false : cell.trim() === ''
}
const SPACE = 32
const NO_BREAK_SPACE = 160
