import { findDelimiter, type CsvDelimiter } from './csv-delimiter.ts'
import {
  encodingOf,
  openDecoder,
  undecodable,
  UndecodableBytes,
  type CsvEncoding,
  type Decoder,
} from './csv-encoding.ts'
import { CsvScan, type TextBlock } from './csv-scan.ts'
import { otherKindOfFile } from './file-kind.ts'

const HEAD_BYTES = 65_536
const PIECE_BYTES = 65_536

/**
 * Turns the bytes of a CSV file into text that a parser can split into rows without doubt, and refuses what is none:
 * another kind of file, another encoding, broken quotes. The outcome does not depend on how the file was cut into pieces.
 */
export class CsvText {
  private readonly options: CsvTextOptions
  /** The beginning, until there is enough of it to tell what the file is. */
  private head: Uint8Array[] | null = []
  private headBytes = 0
  private decoder: Decoder | null = null
  private scan: CsvScan | null = null
  private foundEncoding: CsvEncoding = 'utf-8'
  private foundDelimiter: CsvDelimiter = ','
  private readonly preambles: string[] = []

  constructor(options: CsvTextOptions) {
    this.options = options
  }

  get encoding(): CsvEncoding {
    return this.foundEncoding
  }

  get delimiter(): CsvDelimiter {
    return this.foundDelimiter
  }

  /** Oddities that were put right so far, as sentences. */
  get warnings(): string[] {
    return [...this.preambles, ...(this.scan?.warnings ?? [])]
  }

  /** The rows that end in this piece of the file. */
  push(bytes: Uint8Array): TextBlock[] {
    const blocks: (TextBlock | null)[] = []
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      blocks.push(this.pushPiece(bytes.subarray(from, from + PIECE_BYTES)))
    }
    return blocks.filter((block) => block !== null)
  }

  /** The rows that end with the file. */
  end(): TextBlock[] {
    const blocks = [this.head ? this.begin(true) : this.read(new Uint8Array(0), true), this.scan?.end() ?? null]
    return blocks.filter((block) => block !== null)
  }

  private pushPiece(piece: Uint8Array): TextBlock | null {
    if (!this.head) return this.read(piece, false)
    const missing = HEAD_BYTES - this.headBytes
    this.head.push(piece.slice(0, missing))
    this.headBytes += Math.min(piece.length, missing)
    if (this.headBytes < HEAD_BYTES) return null
    const block = this.begin(false)
    const rest = piece.length > missing ? this.read(piece.subarray(missing), false) : null
    return joined(block, rest)
  }

  // Kind, encoding and delimiter are told from the first 64 KiB, however they came.
  private begin(isLast: boolean): TextBlock | null {
    const bytes = Buffer.concat(this.head ?? [])
    this.head = null
    const otherKind = otherKindOfFile(bytes, this.options.filename)
    if (otherKind) throw otherKind
    this.foundEncoding = encodingOf(bytes, this.options.encoding)
    this.decoder = openDecoder(this.foundEncoding)
    return this.read(bytes, isLast)
  }

  private read(bytes: Uint8Array, isLast: boolean): TextBlock | null {
    try {
      return this.scanned((this.decoder as Decoder).read(bytes, isLast))
    } catch (error) {
      if (!(error instanceof UndecodableBytes)) throw error
      // Up to there it is read, so that the line can be named; what is wrong before that line is said first.
      this.scanned(error.textBefore)
      throw undecodable(this.foundEncoding, this.scan?.line ?? 1, bytes)
    }
  }

  private scanned(text: string): TextBlock | null {
    if (this.scan) return this.scan.scan(text)
    const rest = this.withoutPreambles(text)
    this.scan = new CsvScan(this.foundDelimiter)
    return this.scan.scan(rest)
  }

  private withoutPreambles(text: string): string {
    const marks = /^\uFEFF+/.exec(text)?.[0].length ?? 0
    if (marks > 0) this.preambles.push('The byte order mark at the beginning was left out.')
    const unmarked = text.slice(marks)
    const separator = /^"?sep=([,;\t|])"?[,;\t|]*(?:\r\n|\n|\r|$)/i.exec(unmarked)
    if (separator) this.preambles.push(`The line "sep=${separator[1]}" at the beginning was left out.`)
    const rest = unmarked.slice(separator?.[0].length ?? 0)
    this.foundDelimiter = this.options.delimiter ?? (separator?.[1] as CsvDelimiter | undefined) ?? findDelimiter(rest)
    return rest
  }
}

export interface CsvTextOptions {
  filename: string
  encoding: CsvEncoding | null
  delimiter: CsvDelimiter | null
}

function joined(one: TextBlock | null, other: TextBlock | null): TextBlock | null {
  if (!one || !other) return one ?? other
  return { text: `${one.text}\n${other.text}`, rowCount: one.rowCount + other.rowCount, line: one.line }
}
