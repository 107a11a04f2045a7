import { addAbortSignal, type Readable } from 'node:stream'
import type { Refusal } from '../base/errors.ts'
import { encodingNamed, type CsvEncoding } from './csv-encoding.ts'
import { delimiterNamed, headerRowNamed } from './csv-layout.ts'
import { atPath, fileRefusal } from './file-refusal.ts'
import { ReadingThread, type FileFacts, type ReadingOptions, type ReadingProgress } from './read-csv.ts'

/** What the caller says about a file; what is left out is found out. */
export interface FileHints {
  encoding?: string | null | undefined
  delimiter?: string | null | undefined
  /** Line of the header as a spreadsheet counts; 0 when there is none. */
  headerRow?: number | null | undefined
  /** Of a workbook: the name of a sheet, or its number from 1. */
  sheet?: string | null | undefined
}

export interface InspectionOptions extends FileHints {
  /** Tells kinds of file apart that begin alike. */
  filename: string
  maxBytes: number
  /** Where the file stands in the arguments, for refusals; without it `input.file`. */
  path?: readonly string[]
  /** Ends the inspection. */
  signal?: AbortSignal
}

/** A file that can be read, and how. */
export interface InspectedFile {
  bytes: number
  sha256: string
  encoding: CsvEncoding
  reading: ReadingOptions
  /** What was guessed, and how to say otherwise, as sentences. */
  warnings: string[]
}

const PIECE_BYTES = 65_536

/**
 * Looks through a file as it arrives, in a thread of its own: what kind of file it is, how it is encoded and laid out,
 * and whether it can be split into rows without doubt, so that a file that cannot is refused before a row of it is
 * stored. `keep` is given the pieces as they pass. A source is destroyed when this ends.
 */
export async function inspectFile(
  source: Readable,
  options: InspectionOptions,
  keep: (pieces: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<InspectedFile> {
  const { filename, maxBytes, signal } = options
  let close = (): void => {}
  try {
    signal?.throwIfAborted()
    const encoding = encodingNamed(options.encoding)
    const delimiter = delimiterNamed(options.delimiter)
    const headerRow = headerRowNamed(options.headerRow)
    const thread = ReadingThread.take()
    const inspection = thread.open({ ask: 'INSPECT', filename, encoding, delimiter, headerRow })
    close = () => thread.close(inspection)
    let bytes = 0
    const pass = async function* (): AsyncGenerator<Uint8Array> {
      let earlier: Promise<ReadingProgress> | null = null
      for await (const piece of piecesOf(source, signal)) {
        bytes += piece.length
        if (bytes > maxBytes) throw fileTooLarge(maxBytes)
        // A copy, since the thread takes the bytes away.
        const answer = thread.read(inspection, new Uint8Array(piece), false)
        yield piece
        await earlier
        earlier = answer
      }
      await earlier
    }
    await keep(pass())
    const { facts } = await thread.read(inspection, new Uint8Array(0), true)
    if (!facts) throw new Error('The inspection of a file ended without an answer.')
    signal?.throwIfAborted()
    const { encoding: found, reading } = readingOf(facts, { filename, sheet: options.sheet ?? null, headerRow })
    return { bytes, sha256: facts.sha256, encoding: found, reading, warnings: facts.warnings }
  } catch (error) {
    throw atPath(error, options.path)
  } finally {
    close()
    source.destroy()
  }
}

function readingOf(
  facts: FileFacts,
  named: { filename: string; sheet: string | null; headerRow: number | null },
): Pick<InspectedFile, 'encoding' | 'reading'> {
  const { filename } = named
  if (facts.format === 'XLSX') return { encoding: 'utf-8', reading: { format: 'XLSX', ...named } }
  const { format, encoding, delimiter, headerRow } = facts
  return { encoding, reading: { format, filename, encoding, delimiter, headerRow } }
}

async function* piecesOf(source: Readable, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  if (signal) addAbortSignal(signal, source)
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) yield chunk.subarray(from, from + PIECE_BYTES)
  }
}

function fileTooLarge(maxBytes: number): Refusal {
  const mebibytes = maxBytes / 1_048_576
  const limit = Number.isInteger(mebibytes) ? `${mebibytes} MiB` : `${maxBytes} bytes`
  return fileRefusal('FILE_TOO_LARGE', {
    message: `The file is larger than ${limit}, which is the most that can be imported at once.`,
    hint: 'Leave out columns that are not needed, or import in parts.',
  })
}
