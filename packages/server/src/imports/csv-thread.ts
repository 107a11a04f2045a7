import { createHash } from 'node:crypto'
import { parentPort, type MessagePort } from 'node:worker_threads'
import Papa from 'papaparse'
import { Refusal, type Mistake } from '../base/errors.ts'
import type { CsvDelimiter } from './csv-delimiter.ts'
import type { TextBlock } from './csv-scan.ts'
import { CsvText } from './csv-text.ts'
import { fileRefusal, MOST_COLUMNS, tooManyColumns } from './file-refusal.ts'
import type {
  CsvBatch,
  CsvColumn,
  CsvSummary,
  ReadingOptions,
  ReadingProgress,
  ThreadAnswer,
  ThreadRequest,
} from './read-csv.ts'

const MOST_CELL_LETTERS = 10_000
const BATCH_ROWS = 500
/** Rows may have 64 KiB; a batch must stay small enough for one statement and one message. */
const BATCH_LETTERS = 1_000_000

/** One file on its way from bytes to batches of rows. */
export class CsvReading {
  private readonly text: CsvText
  private readonly maxRows: number
  private readonly hash = createHash('sha256')
  private bytes = 0
  private header: HeaderColumns | null = null
  private rowCount = 0
  private batchCount = 0
  private blankRows = 0
  /** Blank rows that are counted when another one follows: those at the end are no oddity. */
  private blankRowsBefore = 0
  private batch: unknown[][] = []
  private batchLetters = 0
  private full: CsvBatch[] = []

  constructor(options: ReadingOptions) {
    this.text = new CsvText(options)
    this.maxRows = options.maxRows
  }

  /** Takes one piece; the last one ends the file. Throws a refusal of the file. */
  read(bytes: Uint8Array, isLast: boolean): ReadingProgress {
    this.hash.update(bytes)
    this.bytes += bytes.length
    for (const block of this.text.push(bytes)) this.takeBlock(block)
    if (isLast) {
      for (const block of this.text.end()) this.takeBlock(block)
      this.endBatch()
    }
    const batches = this.full
    this.full = []
    return { batches, summary: isLast ? this.summarize() : null }
  }

  private takeBlock({ text, rowCount, line }: TextBlock): void {
    const rows = text === '' ? [['']] : parse(text, this.text.delimiter)
    // Both split by the same rules; should they ever differ, no two people may end in one row.
    if (rows.length !== rowCount) throw new Error(`${rowCount} rows at line ${line} were parsed as ${rows.length}.`)
    for (let index = 0; index < rowCount; index++) this.takeRow(rows[index] as string[], line + index)
  }

  private takeRow(cells: string[], line: number): void {
    const letters = this.lettersIn(cells, line)
    if (letters === 0) {
      this.blankRowsBefore++
      return
    }
    this.blankRows += this.blankRowsBefore
    this.blankRowsBefore = 0
    if (!this.header) {
      this.header = new HeaderColumns(cells, line)
      return
    }
    if (++this.rowCount > this.maxRows) throw this.tooManyRows(line)
    this.header.take(cells, this.rowCount)
    this.batch.push([line, ...cells])
    this.batchLetters += letters
    if (this.batch.length >= BATCH_ROWS || this.batchLetters >= BATCH_LETTERS) this.endBatch()
  }

  /** None where every cell is blank. */
  private lettersIn(cells: readonly string[], line: number): number {
    let letters = 0
    let isBlankRow = true
    for (let index = 0; index < cells.length; index++) {
      const { length } = cells[index] as string
      if (length === 0) continue
      letters += length
      isBlankRow &&= isBlank(cells[index] as string)
      if (length > MOST_CELL_LETTERS && [...(cells[index] as string)].length > MOST_CELL_LETTERS)
        throw tooLong(index, line)
    }
    return isBlankRow ? 0 : letters
  }

  private endBatch(): void {
    if (this.batch.length === 0) return
    this.full.push({ number: this.batchCount++, rowCount: this.batch.length, rows: JSON.stringify(this.batch) })
    this.batch = []
    this.batchLetters = 0
  }

  private summarize(): CsvSummary {
    if (!this.header) {
      throw fileRefusal('FILE_EMPTY', {
        message: 'The file is empty.',
        hint: 'The first line names the columns, and each line under it is one person; importTemplate has the headers.',
      })
    }
    if (this.rowCount === 0) {
      throw fileRefusal('FILE_EMPTY', {
        message: 'The file holds one line and no rows under it.',
        hint: 'The first line names the columns; add a line under it for each person.',
        line: this.header.line,
      })
    }
    const { text, rowCount, batchCount } = this
    const columns = this.header.columns(rowCount)
    return {
      encoding: text.encoding,
      delimiter: text.delimiter,
      bytes: this.bytes,
      sha256: this.hash.digest('hex'),
      rowCount,
      batchCount,
      columns,
      warnings: [...text.warnings, ...this.warnings(this.header.width - columns.length)],
    }
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

// Its parser itself: the ways around it (streams, workers, guesses) keep what they read, and take five times as long.
// Line ends and delimiter are known by now, so nothing is left to guess; no row is a header, so nothing is renamed.
function parse(text: string, delimiter: CsvDelimiter): string[][] {
  const { data } = new Papa.Parser({ delimiter, newline: '\n' }).parse(text, 0, false) as { data: string[][] }
  return data
}

function tooLong(index: number, line: number): Refusal {
  return fileRefusal('FILE_MALFORMED', {
    message: `Line ${line} has more than ${MOST_CELL_LETTERS.toLocaleString('en')} characters in column ${index + 1}.`,
    hint: 'Shorten the cell. If it holds what should be several cells, a quote before them is not closed.',
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
  private readonly headers: string[]
  private readonly filled: Float64Array
  private readonly values: Map<string, number>[]

  constructor(cells: readonly string[], line: number) {
    this.line = line
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

  /** Without those at the end that have neither header nor cells. */
  columns(rowCount: number): CsvColumn[] {
    let count = this.headers.length
    while (count > 0 && isBlank(this.headers[count - 1] as string) && this.filled[count - 1] === 0) count--
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

/** Answers what `readCsv` asks: any number of files at once, piece by piece. */
function serve(port: MessagePort): void {
  const readings = new Map<number, CsvReading>()
  port.on('message', (request: ThreadRequest) => {
    const { reading } = request
    if (request.ask === 'open') readings.set(reading, new CsvReading(request.options))
    else if (request.ask === 'close') readings.delete(reading)
    else port.postMessage(answer(reading, () => readings.get(reading)?.read(request.bytes, request.isLast)))
  })
}

function answer(reading: number, read: () => ReadingProgress | undefined): ThreadAnswer {
  try {
    return { reading, progress: read() ?? { batches: [], summary: null } }
  } catch (error) {
    if (error instanceof Refusal) return { reading, mistake: error.mistakes[0] as Mistake }
    return { reading, error }
  }
}

if (parentPort) serve(parentPort)
