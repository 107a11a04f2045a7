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

/** What kind of file it is, its encoding and its delimiter are told from as much of its beginning. */
const BLOCK_BYTES = 65_536

/**
 * Turns the bytes of a CSV file into text that a parser can split into rows without doubt, and refuses what is none:
 * another kind of file, another encoding, broken quotes. The outcome does not depend on how the file was cut into pieces.
 */
export class CsvText {
  private readonly options: CsvTextOptions
  /** Pieces are gathered into blocks of one size, so that the outcome does not depend on how the file was cut. */
  private readonly gathered = new Uint8Array(BLOCK_BYTES)
  private gatheredBytes = 0
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

  /** The rows that are complete with this piece of the file. */
  push(piece: Uint8Array): TextBlock[] {
    const blocks: TextBlock[] = []
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + BLOCK_BYTES - this.gatheredBytes)
      this.gathered.set(part, this.gatheredBytes)
      this.gatheredBytes += part.length
      from += part.length
      if (this.gatheredBytes === BLOCK_BYTES) blocks.push(...this.readBlock(false))
    }
    return blocks
  }

  /** The rows that are complete with the end of the file. */
  end(): TextBlock[] {
    return [...this.readBlock(true), ...listOf(this.scan?.end())]
  }

  private readBlock(isLast: boolean): TextBlock[] {
    const bytes = this.gathered.subarray(0, this.gatheredBytes)
    this.gatheredBytes = 0
    this.decoder ??= this.decoderFor(bytes)
    try {
      return this.scanned(this.decoder.read(bytes, isLast))
    } catch (error) {
      if (!(error instanceof UndecodableBytes)) throw error
      // Up to there it is read, so that the line can be named; what is wrong before that line is said first.
      this.scanned(error.textBefore)
      throw undecodable(this.foundEncoding, { line: this.scan?.line ?? 1, bytes, isLast })
    }
  }

  private decoderFor(head: Uint8Array): Decoder {
    const otherKind = otherKindOfFile(head, this.options.filename)
    if (otherKind) throw otherKind
    this.foundEncoding = encodingOf(head, this.options.encoding)
    return openDecoder(this.foundEncoding)
  }

  private scanned(text: string): TextBlock[] {
    if (this.scan) return listOf(this.scan.scan(text))
    const rest = this.withoutPreambles(text)
    this.scan = new CsvScan(this.foundDelimiter)
    return listOf(this.scan.scan(rest))
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

function listOf(block: TextBlock | null | undefined): TextBlock[] {
  return block ? [block] : []
}
