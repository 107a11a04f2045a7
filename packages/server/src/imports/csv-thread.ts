import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { parentPort, type MessagePort } from 'node:worker_threads'
import Papa from 'papaparse'
import { Refusal, type Mistake } from '../base/errors.ts'
import type { CsvDelimiter } from './csv-layout.ts'
import type { TextBlock } from './csv-scan.ts'
import { CsvText, type CsvTextOptions } from './csv-text.ts'
import { isZip } from './file-kind.ts'
import type { CsvBatch, CsvSummary, FileFacts, ReadingProgress, Task, ThreadAnswer, ThreadRequest } from './read-csv.ts'
import { RowBatches } from './row-batches.ts'
import { WorkbookReading } from './workbook-reading.ts'

/** One file in the hands of the thread. */
interface Reading {
  read(bytes: Uint8Array, isLast: boolean): ReadingProgress | Promise<ReadingProgress>
  close?(): void
}

/** Looks through the bytes of one file: kind, encoding, layout, and whether it can be split into rows. */
export class FileInspection implements Reading {
  private readonly text: CsvText
  private readonly hash = createHash('sha256')
  /** The first bytes, until they tell whether it is a workbook. */
  private head: Uint8Array | null = new Uint8Array(0)
  private isWorkbook = false

  constructor(options: CsvTextOptions) {
    this.text = new CsvText(options)
  }

  read(bytes: Uint8Array, isLast: boolean): ReadingProgress {
    this.hash.update(bytes)
    this.look(bytes, isLast)
    return isLast ? { batches: [], facts: this.facts() } : NOTHING_YET
  }

  private look(bytes: Uint8Array, isLast: boolean): void {
    let piece = bytes
    if (this.head) {
      piece = Buffer.concat([this.head, bytes])
      this.head = piece.length < HEAD_BYTES && !isLast ? piece : null
      if (this.head) return
      this.isWorkbook = isZip(piece)
    }
    if (this.isWorkbook) return
    this.text.push(piece)
    if (isLast) this.text.end()
  }

  private facts(): FileFacts {
    const sha256 = this.hash.digest('hex')
    if (this.isWorkbook) return { format: 'XLSX', sha256, warnings: [] }
    const { encoding, delimiter, headerRow, encodingWarning } = this.text
    return { format: 'CSV', sha256, encoding, delimiter, headerRow, warnings: encodingWarning ? [encodingWarning] : [] }
  }
}

const HEAD_BYTES = 4
const NOTHING_YET: ReadingProgress = { batches: [] }

/** The rows of one CSV file, from bytes to batches. */
export class CsvReading implements Reading {
  private readonly text: CsvText
  private readonly rows: RowBatches

  constructor(options: CsvTextOptions & { maxRows: number }) {
    this.text = new CsvText(options)
    this.rows = new RowBatches(options)
  }

  /** Takes one piece; the last one ends the file. Throws a refusal of the file. */
  read(bytes: Uint8Array, isLast: boolean): ReadingProgress {
    for (const block of this.text.push(bytes)) this.takeBlock(block)
    if (isLast) {
      for (const block of this.text.end()) this.takeBlock(block)
      this.rows.end()
    }
    const batches = this.rows.handOver()
    return isLast ? { batches, summary: this.summarize() } : { batches }
  }

  private takeBlock({ text, rowCount, line }: TextBlock): void {
    const { delimiter, headerRow } = this.text
    const rows = text === '' ? [['']] : parse(text, delimiter)
    // Both split by the same rules; should they ever differ, no two people may end in one row.
    if (rows.length !== rowCount) throw new Error(`${rowCount} rows at line ${line} were parsed as ${rows.length}.`)
    for (let index = 0; index < rowCount; index++) this.rows.take(rows[index] as string[], line + index, headerRow)
  }

  private summarize(): CsvSummary {
    const { encoding, delimiter, headerRow, warnings } = this.text
    const summary = this.rows.summarize(headerRow)
    return {
      format: 'CSV',
      encoding,
      delimiter,
      sheet: null,
      sheets: [],
      ...summary,
      warnings: [...warnings, ...summary.warnings],
    }
  }
}

const PIECE_BYTES = 65_536

/** About as much text as is written together: while it is stored, the thread reads the next. */
const STEP_LETTERS = 1_000_000

/** Reads a CSV file from disk, several batches at each step. */
class CsvFileReading implements Reading {
  private readonly file: number
  private readonly rows: CsvReading
  private readonly piece = Buffer.allocUnsafe(PIECE_BYTES)

  constructor({ path, ...options }: CsvTextOptions & { path: string; maxRows: number }) {
    this.rows = new CsvReading(options)
    this.file = openSync(path, 'r')
  }

  read(): ReadingProgress {
    const batches: CsvBatch[] = []
    for (let letters = 0; letters < STEP_LETTERS;) {
      const length = readSync(this.file, this.piece, 0, PIECE_BYTES, null)
      const progress = this.rows.read(this.piece.subarray(0, length), length === 0)
      batches.push(...progress.batches)
      if (length === 0) return { ...progress, batches }
      for (const { rows } of progress.batches) letters += rows.length
    }
    return { batches }
  }

  close(): void {
    closeSync(this.file)
  }
}

// Its parser itself: the ways around it (streams, workers, guesses) keep what they read, and take five times as long.
// Line ends and delimiter are known by now, so nothing is left to guess; no row is a header, so nothing is renamed.
function parse(text: string, delimiter: CsvDelimiter): string[][] {
  const { data } = new Papa.Parser({ delimiter, newline: '\n' }).parse(text, 0, false) as { data: string[][] }
  return data
}

function openReading(task: Task): Reading {
  if (task.ask === 'INSPECT') return new FileInspection(task)
  return task.format === 'XLSX' ? new WorkbookReading(task) : new CsvFileReading(task)
}

/** Does what other threads ask: any number of files at once, step by step. */
function serve(port: MessagePort): void {
  const readings = new Map<number, { opened: Reading; step: Promise<unknown> }>()
  port.on('message', (request: ThreadRequest) => {
    const { reading } = request
    if (request.ask === 'open') {
      readings.set(reading, { opened: opened(request.task), step: Promise.resolve() })
      return
    }
    const known = readings.get(reading)
    if (!known) return
    if (request.ask === 'read') {
      known.step = known.step.then(async () =>
        port.postMessage(await answer(reading, () => known.opened.read(request.bytes, request.isLast))),
      )
      return
    }
    readings.delete(reading)
    void known.step.then(() => known.opened.close?.())
  })
}

// What is wrong with a file from the start is answered at its first step.
function opened(task: Task): Reading {
  try {
    return openReading(task)
  } catch (error) {
    return {
      read() {
        throw error
      },
    }
  }
}

async function answer(reading: number, read: () => ReadingProgress | Promise<ReadingProgress>): Promise<ThreadAnswer> {
  try {
    return { reading, progress: await read() }
  } catch (error) {
    if (error instanceof Refusal) return { reading, mistake: error.mistakes[0] as Mistake }
    return { reading, error }
  }
}

if (parentPort) serve(parentPort)
