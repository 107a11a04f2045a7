import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Refusal, type Mistake } from '../base/errors.ts'
import type { CsvEncoding } from './csv-encoding.ts'
import type { CsvDelimiter } from './csv-layout.ts'
import type { CsvTextOptions } from './csv-text.ts'
import { atPath, FILE_PATH } from './file-refusal.ts'

/**
 * A row as it was read and is stored: its line as a spreadsheet shows it (the header has line 1, blank lines count, line
 * breaks inside a cell do not), then its cells, as many as there are.
 */
export type CsvRow = readonly [line: number, ...cells: string[]]

/** Rows that are stored together, as the JSON text of a list of `CsvRow`. */
export interface CsvBatch {
  /** From 0, in the order of the file. */
  number: number
  rowCount: number
  rows: string
}

/** A column of the file and what stands in it. */
export interface CsvColumn {
  /** From 0. */
  index: number
  /** As in the file; empty where there is none. */
  header: string
  /** The first different values, at most five. */
  samples: string[]
  emptyCells: number
  /** Different values of the first rows, at most fifty, and in how many cells: what the guess of the column goes by. */
  values: { text: string; count: number }[]
}

/** Kinds of file that can be read. */
export const FileFormat = { CSV: 'CSV', XLSX: 'XLSX' } as const
export type FileFormat = keyof typeof FileFormat

/** The file as it was understood. */
export interface CsvSummary {
  format: FileFormat
  encoding: CsvEncoding
  /** Null in a workbook. */
  delimiter: CsvDelimiter | null
  /** Line of the header; 0 when there is none. */
  headerRow: number
  /** The sheet of a workbook that was read, and all of them; none in a CSV file. */
  sheet: string | null
  sheets: string[]
  /** Under the header, blank ones left out. */
  rowCount: number
  batchCount: number
  columns: CsvColumn[]
  /** Oddities that were put right, as sentences. */
  warnings: string[]
}

/** How to read a file; made of what `inspectFile` found. */
export type ReadingOptions =
  | {
      format: 'CSV'
      filename: string
      encoding: CsvEncoding
      delimiter: CsvDelimiter
      headerRow: number
    }
  | {
      format: 'XLSX'
      filename: string
      /** Name or number, from 1; null: the first that holds anything. */
      sheet: string | null
      /** Null: found out. */
      headerRow: number | null
    }

export interface Limits {
  maxRows: number
  /** Where the file stands in the arguments, for refusals; without it `input.file`. */
  path?: readonly string[]
  /** Ends the reading. */
  signal?: AbortSignal
}

/** What the thread is asked; each `read` gets one answer. */
export type ThreadRequest =
  | { reading: number; ask: 'open'; task: Task }
  | { reading: number; ask: 'read'; bytes: Uint8Array; isLast: boolean }
  | { reading: number; ask: 'close' }

/** To look through a file whose bytes are handed over, or to read the rows of one that lies on disk. */
export type Task =
  | ({ ask: 'INSPECT' } & CsvTextOptions)
  | ({ ask: 'READ'; path: string; maxRows: number } & ReadingOptions)

/** What looking through a file found. */
export type FileFacts =
  | {
      format: 'CSV'
      sha256: string
      encoding: CsvEncoding
      delimiter: CsvDelimiter
      headerRow: number
      warnings: string[]
    }
  | { format: 'XLSX'; sha256: string; warnings: string[] }

export interface ReadingProgress {
  batches: CsvBatch[]
  /** With the last answer of a reading. */
  summary?: CsvSummary
  /** With the last answer of an inspection. */
  facts?: FileFacts
}

export type ThreadAnswer =
  | { reading: number; progress: ReadingProgress }
  | { reading: number; mistake: Mistake }
  | { reading: number; error: unknown }

/**
 * Reads a file in a thread of its own and hands over its rows by the batch, one after the other; the file is never held
 * as a whole, and while a batch is stored one more is read, not more. What the file has wrong as a whole is thrown as a
 * refusal, whatever was handed over before it was found.
 */
export async function readCsv(
  path: string,
  options: ReadingOptions,
  limits: Limits,
  onBatch: (batch: CsvBatch) => Promise<void>,
): Promise<CsvSummary> {
  const { maxRows, signal } = limits
  const thread = ReadingThread.take()
  const reading = thread.open({ ask: 'READ', path, maxRows, ...options })
  const next = (): Promise<ReadingProgress> => thread.read(reading)
  try {
    for (let answer = next(); ;) {
      signal?.throwIfAborted()
      const { batches, summary } = await answer
      if (!summary) answer = next()
      for (const batch of batches) await onBatch(batch)
      signal?.throwIfAborted()
      if (summary) return summary
    }
  } catch (error) {
    throw atPath(error, limits.path)
  } finally {
    thread.close(reading)
  }
}

/** On as many cores; any number of files share them piece by piece, so nobody waits for a slow upload. */
const MOST_THREADS = 2
/** A start costs 70 to 200 ms of a core, so a thread waits a while for the next file; then its memory is given back. */
const IDLE_MS = 10_000
/** Megabytes; a reading needs about one. */
const THREAD_MEMORY = 192

interface Waiting {
  resolve(progress: ReadingProgress): void
  reject(error: unknown): void
}

/** A thread that reads files. */
export class ReadingThread {
  private static readonly running: ReadingThread[] = []
  private static lastReading = 0

  private readonly worker = new Worker(threadFile(), { resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY } })
  /** Of each open reading, who waits for an answer, in the order of asking. */
  private readonly waiting = new Map<number, Waiting[]>()
  private failure: unknown = null
  private idle: NodeJS.Timeout | undefined

  private constructor() {
    this.worker.on('message', (answer: ThreadAnswer) => this.settle(answer))
    this.worker.on('error', (error) => this.fail(error))
    this.worker.on('exit', () => this.fail(new Error('The thread that reads files ended.')))
  }

  /** An idle thread, or a new one, or the one with the fewest files. */
  static take(): ReadingThread {
    const { running } = ReadingThread
    const idlest = [...running].sort((one, other) => one.waiting.size - other.waiting.size)[0]
    if (idlest && (idlest.waiting.size === 0 || running.length >= MOST_THREADS)) return idlest
    const thread = new ReadingThread()
    running.push(thread)
    return thread
  }

  open(task: Task): number {
    clearTimeout(this.idle)
    this.worker.ref()
    const reading = ++ReadingThread.lastReading
    this.waiting.set(reading, [])
    this.ask({ reading, ask: 'open', task })
    return reading
  }

  /** The next step of a reading, or of an inspection that is given the next bytes. */
  read(reading: number, bytes: Uint8Array = new Uint8Array(0), isLast = false): Promise<ReadingProgress> {
    const answer = new Promise<ReadingProgress>((resolve, reject) => {
      if (this.failure) reject(this.failure)
      else this.waiting.get(reading)?.push({ resolve, reject })
    })
    // It is awaited only after the next piece has come; until then a refusal must not count as unhandled.
    answer.catch(() => {})
    this.ask({ reading, ask: 'read', bytes, isLast }, [bytes.buffer as ArrayBuffer])
    return answer
  }

  close(reading: number): void {
    this.waiting.delete(reading)
    this.ask({ reading, ask: 'close' })
    if (this.waiting.size > 0) return
    // Neither the idle thread nor its clock keeps the process from ending.
    this.worker.unref()
    this.idle = setTimeout(() => {
      this.leave()
      void this.worker.terminate()
    }, IDLE_MS).unref()
  }

  private ask(request: ThreadRequest, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(request, transfer)
  }

  private settle(answer: ThreadAnswer): void {
    const waiting = this.waiting.get(answer.reading)?.shift()
    if (!waiting) return
    if ('progress' in answer) waiting.resolve(answer.progress)
    else if ('error' in answer) waiting.reject(answer.error)
    else waiting.reject(refusalAgain(answer.mistake))
  }

  private fail(error: unknown): void {
    this.failure ??= error
    this.leave()
    for (const list of this.waiting.values()) for (const { reject } of list.splice(0)) reject(this.failure)
  }

  private leave(): void {
    const { running } = ReadingThread
    const index = running.indexOf(this)
    if (index >= 0) running.splice(index, 1)
  }
}

// A thread has no compiler before it: where this file runs from source (under jest, under tsx), it starts the built one.
function threadFile(): URL {
  const isBuilt = import.meta.url.endsWith('.js')
  const file = new URL(isBuilt ? './csv-thread.js' : '../../dist/imports/csv-thread.js', import.meta.url)
  if (!existsSync(fileURLToPath(file))) throw new Error(`There is no ${fileURLToPath(file)}. Run npm run build first.`)
  return file
}

// The place is recognized by identity, which it lost on its way between the threads.
function refusalAgain(mistake: Mistake): Refusal {
  const isAboutFile = mistake.path.join() === FILE_PATH.join()
  return new Refusal(isAboutFile ? { ...mistake, path: FILE_PATH } : mistake)
}
