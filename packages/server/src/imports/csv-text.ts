import { openDecoder, UndecodableBytes, type CsvEncoding, type Decoder } from './csv-encoding.ts'
import { findLayout, type CsvDelimiter, type CsvLayout } from './csv-layout.ts'
import { CsvScan, type TextBlock } from './csv-scan.ts'
import { otherKindOfFile } from './file-kind.ts'
import { EightBitText, encodingOf, encodingWarning, undecodable, type FoundEncoding } from './guess-encoding.ts'

/** What kind of file it is, its encoding and its layout are told from as much of its beginning. */
const BLOCK_BYTES = 65_536

/** What the caller says about a file; what is null is found out. */
export interface CsvTextOptions {
  filename: string
  encoding: CsvEncoding | null
  delimiter: CsvDelimiter | null
  /** Line of the header as a spreadsheet counts; 0 when there is none. */
  headerRow: number | null
}

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
  private found: FoundEncoding = { encoding: 'utf-8', source: null }
  /** Set from where bytes came that are not UTF-8. */
  private eightBit: EightBitText | null = null
  private isAscii = true
  private layout: CsvLayout = { delimiter: ',', headerRow: 1 }
  private readonly preambles: string[] = []

  constructor(options: CsvTextOptions) {
    this.options = options
  }

  /** At the end of a file that nobody named the encoding of, the likeliest one by everything that was seen. */
  get encoding(): CsvEncoding {
    return this.eightBit?.guess ?? this.found.encoding
  }

  get delimiter(): CsvDelimiter {
    return this.layout.delimiter
  }

  get headerRow(): number {
    return this.layout.headerRow
  }

  /** Oddities that were put right so far, as sentences. */
  get warnings(): string[] {
    return [...this.preambles, ...(this.scan?.warnings ?? [])]
  }

  /** What is to be said about the encoding, as a sentence; null where nothing is. */
  get encodingWarning(): string | null {
    return encodingWarning({ encoding: this.encoding, source: this.found.source })
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
    const decoder = (this.decoder ??= this.decoderFor(bytes))
    try {
      return this.scanned(this.decoded(decoder, bytes, isLast))
    } catch (error) {
      if (!(error instanceof UndecodableBytes)) throw error
      const other = this.otherDecoder(decoder, bytes, { isLast, isEndMissing: error.isEndMissing })
      if (other) {
        this.decoder = other
        return this.scanned(other.read(withCutLetter(decoder, bytes), isLast))
      }
      // Up to there it is read, so that the line can be named; what is wrong before that line is said first.
      this.scanned(error.textBefore)
      throw undecodable(this.found.encoding, { line: this.scan?.line ?? 1, bytes, isLast })
    }
  }

  private decoded(decoder: Decoder, bytes: Uint8Array, isLast: boolean): string {
    const isWhole = this.isAscii && decoder.cut.length === 0
    const text = decoder.read(bytes, isLast)
    // The first byte of a letter that is not there yet may as well be a letter of another encoding.
    this.isAscii = isWhole && text.length === bytes.length - decoder.cut.length
    this.eightBit?.take(bytes, isLast)
    return text
  }

  private decoderFor(head: Uint8Array): Decoder {
    const otherKind = otherKindOfFile(head, this.options.filename)
    if (otherKind) throw otherKind
    this.found = encodingOf(head, this.options.encoding)
    return openDecoder(this.found.encoding)
  }

  /** The decoder of an encoding that nobody named, but that these bytes are more likely in; null when there is none. */
  private otherDecoder(
    decoder: Decoder,
    bytes: Uint8Array,
    { isLast, isEndMissing }: { isLast: boolean; isEndMissing: boolean },
  ): Decoder | null {
    const { encoding, source } = this.found
    const isOpen = source === 'GUESS' ? this.eightBit !== null : source === null && this.isAscii && !isEndMissing
    if (!isOpen) return null
    const all = withCutLetter(decoder, bytes)
    if (this.eightBit) this.eightBit.take(all, isLast)
    else this.eightBit = new EightBitText(all, isLast)
    const { guess, isMixed } = this.eightBit
    if (!guess || guess === encoding || (isMixed && source === null)) return null
    this.found = { encoding: guess, source: 'GUESS' }
    return openDecoder(guess)
  }

  private scanned(text: string): TextBlock[] {
    if (this.scan) return listOf(this.scan.scan(text))
    const rest = this.withoutPreambles(text)
    this.scan = new CsvScan(this.delimiter)
    return listOf(this.scan.scan(rest))
  }

  private withoutPreambles(text: string): string {
    const marks = /^\uFEFF+/.exec(text)?.[0].length ?? 0
    if (marks > 0) this.preambles.push('The byte order mark at the beginning was left out.')
    const unmarked = text.slice(marks)
    const separator = /^"?sep=([,;\t|])"?[,;\t|]*(?:\r\n|\n|\r|$)/i.exec(unmarked)
    if (separator) this.preambles.push(`The line "sep=${separator[1]}" at the beginning was left out.`)
    const rest = unmarked.slice(separator?.[0].length ?? 0)
    const { delimiter, headerRow } = this.options
    const named = { delimiter: delimiter ?? (separator?.[1] as CsvDelimiter | undefined) ?? null, headerRow }
    this.layout =
      named.delimiter && headerRow !== null ? { delimiter: named.delimiter, headerRow } : findLayout(rest, named)
    return rest
  }
}

function withCutLetter({ cut }: Decoder, bytes: Uint8Array): Uint8Array {
  return cut.length === 0 ? bytes : Buffer.concat([cut, bytes])
}

function listOf(block: TextBlock | null | undefined): TextBlock[] {
  return block ? [block] : []
}
