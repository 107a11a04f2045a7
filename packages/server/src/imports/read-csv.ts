import { existsSync } from 'node:fs'
import { addAbortSignal, type Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Refusal, type Mistake } from '../base/errors.ts'
import { delimiterNamed, type CsvDelimiter } from './csv-delimiter.ts'
import { encodingNamed, type CsvEncoding } from './csv-encoding.ts'
import { FILE_PATH, fileRefusal } from './file-refusal.ts'

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

/** The file as it was understood. */
export interface CsvSummary {
  encoding: CsvEncoding
  delimiter: CsvDelimiter
  bytes: number
  sha256: string
  /** Under the header, blank ones left out. */
  rowCount: number
  batchCount: number
  columns: CsvColumn[]
  /** Oddities that were put right, as sentences. */
  warnings: string[]
}

export interface CsvOptions {
  /** Tells kinds of file apart that begin alike. */
  filename: string
  /** Without it UTF-8 is asked for. */
  encoding?: string | null | undefined
  /** Without it the delimiter is found out. */
  delimiter?: string | null | undefined
  maxBytes: number
  maxRows: number
  /** Where the file stands in the arguments, for refusals; without it `input.file`. */
  path?: readonly string[]
  /** Ends the reading. */
  signal?: AbortSignal
}

/** What a reading in the thread is asked; each `read` gets one answer. */
export type ThreadRequest =
  | { reading: number; ask: 'open'; options: ReadingOptions }
  | { reading: number; ask: 'read'; bytes: Uint8Array; isLast: boolean }
  | { reading: number; ask: 'close' }

export interface ReadingOptions {
  filename: string
  encoding: CsvEncoding | null
  delimiter: CsvDelimiter | null
  maxRows: number
}

export interface ReadingProgress {
  batches: CsvBatch[]
  /** With the last answer. */
  summary: CsvSummary | null
}

export type ThreadAnswer =
  | { reading: number; progress: ReadingProgress }
  | { reading: number; mistake: Mistake }
  | { reading: number; error: unknown }

const PIECE_BYTES = 65_536

/**
 * Reads a CSV file in a thread of its own and hands over its rows by the batch, one after the other; the file is never
 * held as a whole, and while a batch is stored one more piece of the file is read, not more. What the file has wrong as
 * a whole is thrown as a refusal, whatever was handed over before it was found. A stream is destroyed when this ends.
 */
export async function readCsv(
  source: Readable | Uint8Array,
  options: CsvOptions,
  onBatch: (batch: CsvBatch) => Promise<void>,
): Promise<CsvSummary> {
  const { maxBytes, signal } = options
  let close = (): void => {}
  try {
    signal?.throwIfAborted()
    const readingOptions = readingOptionsOf(options)
    const thread = CsvThread.take()
    const reading = thread.open(readingOptions)
    close = () => thread.close(reading)
    let bytes = 0
    let earlier = EMPTY_PROGRESS
    for await (const piece of piecesOf(source, signal)) {
      bytes += piece.length
      if (bytes > maxBytes) throw fileTooLarge(maxBytes)
      const answer = thread.read(reading, piece, false)
      for (const batch of (await earlier).batches) await onBatch(batch)
      signal?.throwIfAborted()
      earlier = answer
    }
    const last = thread.read(reading, new Uint8Array(0), true)
    for (const batch of (await earlier).batches) await onBatch(batch)
    const { batches, summary } = await last
    for (const batch of batches) await onBatch(batch)
    signal?.throwIfAborted()
    return summary as CsvSummary
  } catch (error) {
    const isOurs = error instanceof Refusal && error.mistakes[0]?.path === FILE_PATH
    throw isOurs && options.path ? new Refusal({ ...(error.mistakes[0] as Mistake), path: options.path }) : error
  } finally {
    close()
    if (!(source instanceof Uint8Array)) source.destroy()
  }
}

function readingOptionsOf({ filename, encoding, delimiter, maxRows }: CsvOptions): ReadingOptions {
  return { filename, encoding: encodingNamed(encoding), delimiter: delimiterNamed(delimiter), maxRows }
}

const EMPTY_PROGRESS: Promise<ReadingProgress> = Promise.resolve({ batches: [], summary: null })

function fileTooLarge(maxBytes: number): Refusal {
  const mebibytes = maxBytes / 1_048_576
  const limit = Number.isInteger(mebibytes) ? `${mebibytes} MiB` : `${maxBytes} bytes`
  return fileRefusal('FILE_TOO_LARGE', {
    message: `The file is larger than ${limit}, which is the most that can be imported at once.`,
    hint: 'Leave out columns that are not needed, or import in parts.',
  })
}

// Copies, since the thread takes the bytes away: whoever made them may need them too.
async function* piecesOf(source: Readable | Uint8Array, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  if (signal && !(source instanceof Uint8Array)) addAbortSignal(signal, source)
  for await (const chunk of source instanceof Uint8Array ? [source] : (source as AsyncIterable<Uint8Array>)) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      yield new Uint8Array(chunk.subarray(from, from + PIECE_BYTES))
    }
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

class CsvThread {
  private static readonly running: CsvThread[] = []
  private static lastReading = 0

  private readonly worker = new Worker(threadFile(), { resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY } })
  /** Of each open reading, who waits for an answer, in the order of asking. */
  private readonly waiting = new Map<number, Waiting[]>()
  private failure: unknown = null
  private idle: NodeJS.Timeout | undefined

  private constructor() {
    this.worker.on('message', (answer: ThreadAnswer) => this.settle(answer))
    this.worker.on('error', (error) => this.fail(error))
    this.worker.on('exit', () => this.fail(new Error('The thread that reads CSV files ended.')))
  }

  /** An idle thread, or a new one, or the one with the fewest files. */
  static take(): CsvThread {
    const { running } = CsvThread
    const idlest = [...running].sort((one, other) => one.waiting.size - other.waiting.size)[0]
    if (idlest && (idlest.waiting.size === 0 || running.length >= MOST_THREADS)) return idlest
    const thread = new CsvThread()
    running.push(thread)
    return thread
  }

  open(options: ReadingOptions): number {
    clearTimeout(this.idle)
    this.worker.ref()
    const reading = ++CsvThread.lastReading
    this.waiting.set(reading, [])
    this.ask({ reading, ask: 'open', options })
    return reading
  }

  read(reading: number, bytes: Uint8Array, isLast: boolean): Promise<ReadingProgress> {
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
    else waiting.reject(new Refusal({ ...answer.mistake, path: FILE_PATH }))
  }

  private fail(error: unknown): void {
    this.failure ??= error
    this.leave()
    for (const list of this.waiting.values()) for (const { reject } of list.splice(0)) reject(this.failure)
  }

  private leave(): void {
    const { running } = CsvThread
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
