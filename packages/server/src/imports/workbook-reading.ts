import { Refusal } from '../base/errors.ts'
import { fileRefusal, SAVE_AS_CSV } from './file-refusal.ts'
import { findHeader, widthOf, type LinedRow } from './find-header.ts'
import type { CsvSummary, ReadingProgress } from './read-csv.ts'
import { RowBatches } from './row-batches.ts'
import { openWorkbook, sheetsNamed, type Sheet, type Workbook } from './workbook.ts'
import { sheetRows, type SheetOddities } from './workbook-sheet.ts'
import { WorkbookZip } from './workbook-zip.ts'

export interface WorkbookOptions {
  path: string
  sheet: string | null
  headerRow: number | null
  maxRows: number
}

/** Rows that the header and the number of columns are told from. */
const ROWS_LOOKED_AT = 50

/** The rows of one sheet of a workbook that lies on disk, at each step until a batch is full. */
export class WorkbookReading {
  private readonly options: WorkbookOptions
  private readonly rows: RowBatches
  private zip: WorkbookZip | null = null
  private opened: OpenedSheet | null = null

  constructor(options: WorkbookOptions) {
    this.options = options
    this.rows = new RowBatches(options)
  }

  async read(): Promise<ReadingProgress> {
    try {
      const opened = (this.opened ??= await this.open())
      for (;;) {
        const next = await opened.rows.next()
        for (const { line, cells } of next.value ?? [])
          this.rows.take(padded(cells, opened.width), line, opened.headerRow)
        if (next.done) this.rows.end()
        const batches = this.rows.handOver()
        if (next.done) return { batches, summary: this.summarize(opened) }
        if (batches.length > 0) return { batches }
      }
    } catch (error) {
      // What the disk refuses is our own failure, all the rest is the file's.
      const isOurs = error instanceof Refusal || (error instanceof Error && 'syscall' in error)
      throw isOurs ? error : damaged(error)
    }
  }

  close(): void {
    this.zip?.close()
  }

  private async open(): Promise<OpenedSheet> {
    this.zip = await WorkbookZip.open(this.options.path)
    const workbook = await openWorkbook(this.zip)
    for (const sheet of sheetsNamed(workbook.sheets, this.options.sheet)) {
      const opened = await this.openSheet(this.zip, workbook, sheet)
      if (opened) return opened
    }
    throw fileRefusal('FILE_EMPTY', {
      message: this.options.sheet === null ? 'The workbook holds no rows.' : 'The sheet holds no rows.',
      hint: 'The first line names the columns, and each line under it is one person; importTemplate has the headers.',
    })
  }

  private async openSheet(zip: WorkbookZip, workbook: Workbook, sheet: Sheet): Promise<OpenedSheet | null> {
    const part = await zip.part(sheet.part)
    if (!part) throw new Error(`There is no ${sheet.part}.`)
    const oddities: SheetOddities = { uncalculated: { cells: 0, line: 0 }, errors: { cells: 0, line: 0 } }
    const pieces = sheetRows(part, workbook, oddities)
    const first: LinedRow[] = []
    while (first.length <= ROWS_LOOKED_AT) {
      const next = await pieces.next()
      if (next.done) break
      first.push(...next.value)
    }
    if (first.length === 0) return null
    const looked = first.slice(0, ROWS_LOOKED_AT + 1)
    return {
      sheet,
      sheets: workbook.sheets.map(({ name }) => name),
      oddities,
      headerRow: this.options.headerRow ?? findHeader(looked).line,
      width: Math.max(...looked.map(({ cells }) => widthOf(cells))),
      rows: startingWith(first, pieces),
    }
  }

  private summarize({ sheet, sheets, headerRow, oddities }: OpenedSheet): CsvSummary {
    const summary = this.rows.summarize(headerRow)
    return {
      format: 'XLSX',
      encoding: 'utf-8',
      delimiter: null,
      sheet: sheet.name,
      sheets,
      ...summary,
      warnings: [...sheetWarnings(sheet, sheets), ...oddityWarnings(oddities), ...summary.warnings],
    }
  }
}

interface OpenedSheet {
  sheet: Sheet
  sheets: string[]
  oddities: SheetOddities
  headerRow: number
  width: number
  rows: AsyncGenerator<LinedRow[]>
}

async function* startingWith(first: LinedRow[], rest: AsyncGenerator<LinedRow[]>): AsyncGenerator<LinedRow[]> {
  yield first
  yield* rest
}

// A sheet has no cells where nothing was typed.
function padded(cells: readonly string[], width: number): string[] {
  return cells.length >= width ? [...cells] : [...cells, ...Array<string>(width - cells.length).fill('')]
}

function sheetWarnings({ name, isHidden }: Sheet, sheets: readonly string[]): string[] {
  const others = sheets.filter((other) => other !== name).map((other) => JSON.stringify(other))
  if (others.length === 0) return []
  const read = `The ${isHidden ? 'hidden sheet' : 'sheet'} ${JSON.stringify(name)} was read`
  return [`${read}; the workbook also has ${others.join(', ')}. To import another, read the file again with its name.`]
}

function oddityWarnings({ uncalculated, errors }: SheetOddities): string[] {
  const warnings: string[] = []
  if (uncalculated.cells > 0) {
    warnings.push(
      `Cells with a formula that has no result are read as empty: ${uncalculated.cells}, the first in line ${uncalculated.line}. Open the workbook in Excel and save it, so that they are calculated.`,
    )
  }
  if (errors.cells > 0) {
    warnings.push(
      `Cells hold an error in place of a value, for example #N/A: ${errors.cells}, the first in line ${errors.line}.`,
    )
  }
  return warnings
}

function damaged(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error)
  return fileRefusal('FILE_MALFORMED', {
    message: `The workbook is damaged and cannot be read: ${reason}`,
    hint: `Open it in Excel and save it once more, or save the sheet as CSV UTF-8. ${SAVE_AS_CSV}`,
    detected: 'xlsx',
  })
}
