import { TextDecoder } from 'node:util'
import iconv from 'iconv-lite'
import { Refusal } from '../base/errors.ts'

/** Encodings that can be read. */
export const CsvEncoding = {
  'utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'windows-1252': 'windows-1252',
  'iso-8859-1': 'iso-8859-1',
  macintosh: 'macintosh',
  'iso-8859-2': 'iso-8859-2',
  'iso-8859-15': 'iso-8859-15',
  'windows-1250': 'windows-1250',
  'windows-1251': 'windows-1251',
  'windows-1253': 'windows-1253',
  'windows-1254': 'windows-1254',
  'windows-1257': 'windows-1257',
} as const
export type CsvEncoding = keyof typeof CsvEncoding

/** Without case, spaces and dashes. */
const NAMES: ReadonlyMap<string, CsvEncoding> = new Map([
  ...Object.values(CsvEncoding).map((encoding) => [bareName(encoding), encoding] as const),
  ['utf16', 'utf-16le'],
  ['cp1250', 'windows-1250'],
  ['cp1251', 'windows-1251'],
  ['cp1252', 'windows-1252'],
  ['cp1253', 'windows-1253'],
  ['cp1254', 'windows-1254'],
  ['cp1257', 'windows-1257'],
  ['latin1', 'iso-8859-1'],
  ['latin2', 'iso-8859-2'],
  ['latin9', 'iso-8859-15'],
  ['macroman', 'macintosh'],
])

function bareName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '')
}

/** The encoding that a caller names; null for none, a refusal for one that is not known. */
export function encodingNamed(name: string | null | undefined): CsvEncoding | null {
  if (name === null || name === undefined) return null
  const known = NAMES.get(bareName(name))
  if (known) return known
  throw new Refusal({
    code: 'INVALID',
    message: `There is no encoding ${JSON.stringify(name)} that can be read.`,
    path: ['input', 'encoding'],
    hint: `Name one of ${Object.keys(CsvEncoding).join(', ')}, or leave it out.`,
  })
}

/** Turns pieces of a file into text, whatever letters they cut apart. */
export interface Decoder {
  /** Throws `UndecodableBytes`. */
  read(bytes: Uint8Array, isLast: boolean): string
  /** The first bytes of a letter whose others have not come yet. */
  readonly cut: Uint8Array
}

/** Bytes that have no meaning in the encoding. */
export class UndecodableBytes extends Error {
  /** What stands before them in the same piece. */
  readonly textBefore: string
  /** Whether nothing is wrong but that the file ends within a letter. */
  readonly isEndMissing: boolean

  constructor(textBefore: string, isEndMissing = false) {
    super('The bytes have no meaning in this encoding.')
    this.name = 'UndecodableBytes'
    this.textBefore = textBefore
    this.isEndMissing = isEndMissing
  }
}

/** A decoder for one file; a byte order mark stays in the text. */
export function openDecoder(encoding: CsvEncoding): Decoder {
  if (isUnicode(encoding)) return new UnicodeDecoder(encoding)
  // One byte is one letter, so nothing is cut apart. Node's own decoder reads 0x80 to 0x9F of windows-1252 wrongly.
  return {
    cut: NO_BYTES,
    read(bytes) {
      const text = iconv.decode(Buffer.from(bytes), encoding, { stripBOM: false })
      const unknown = text.indexOf('\uFFFD')
      if (unknown >= 0) throw new UndecodableBytes(text.slice(0, unknown))
      return text
    },
  }
}

type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be'

function isUnicode(encoding: CsvEncoding): encoding is Unicode {
  return encoding.startsWith('utf-')
}

class UnicodeDecoder implements Decoder {
  private readonly encoding: Unicode
  private readonly decoder: TextDecoder
  /** The last bytes: a letter may begin in them. */
  private tail: Uint8Array = NO_BYTES

  constructor(encoding: Unicode) {
    this.encoding = encoding
    this.decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  }

  read(bytes: Uint8Array, isLast: boolean): string {
    try {
      const text = this.decoder.decode(bytes, { stream: !isLast })
      this.tail = Uint8Array.from([...this.tail, ...bytes.subarray(-3)].slice(-3))
      return text
    } catch {
      const all = Buffer.concat([this.cut, bytes])
      throw new UndecodableBytes(validStart(all, this.encoding), isLast && isValid(all, this.encoding, true))
    }
  }

  get cut(): Uint8Array {
    return cutLetter(this.tail, this.encoding)
  }
}

/** The bytes of the letter in whose middle these end; none where they end with a whole one. */
function cutLetter(tail: Uint8Array, encoding: Unicode): Uint8Array {
  for (let from = 0; from < tail.length; from++) {
    const bytes = tail.subarray(from)
    const isBeginning = encoding !== 'utf-8' || (bytes[0] as number) >= 0xc0
    if (isBeginning && isValid(bytes, encoding, true) && !isValid(bytes, encoding, false)) return bytes
  }
  return NO_BYTES
}

const NO_BYTES = new Uint8Array(0)

// Halves: bytes are valid up to the first wrong one.
function validStart(bytes: Uint8Array, encoding: Unicode): string {
  let valid = 0
  let invalid = bytes.length
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (isValid(bytes.subarray(0, middle), encoding, true)) valid = middle
    else invalid = middle
  }
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes.subarray(0, valid), { stream: true })
}

/** Whether these bytes are text; `mayBeCut`: the last letter may lack its end. */
export function isValid(bytes: Uint8Array, encoding: Unicode, mayBeCut: boolean): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: mayBeCut })
    return true
  } catch {
    return false
  }
}
