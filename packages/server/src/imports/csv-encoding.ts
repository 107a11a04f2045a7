import { TextDecoder } from 'node:util'
import iconv from 'iconv-lite'
import { Refusal } from '../base/errors.ts'
import { fileRefusal, SAVE_AS_CSV } from './file-refusal.ts'

/** Encodings that can be read. */
export const CsvEncoding = {
  'utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'windows-1252': 'windows-1252',
  'iso-8859-1': 'iso-8859-1',
  macintosh: 'macintosh',
} as const
export type CsvEncoding = keyof typeof CsvEncoding

/** Without case, spaces and dashes. */
const NAMES: ReadonlyMap<string, CsvEncoding> = new Map([
  ['utf8', 'utf-8'],
  ['utf16', 'utf-16le'],
  ['utf16le', 'utf-16le'],
  ['utf16be', 'utf-16be'],
  ['windows1252', 'windows-1252'],
  ['cp1252', 'windows-1252'],
  ['iso88591', 'iso-8859-1'],
  ['latin1', 'iso-8859-1'],
  ['macintosh', 'macintosh'],
  ['macroman', 'macintosh'],
])

/** The encoding that a caller names; null for none, a refusal for one that is not known. */
export function encodingNamed(name: string | null | undefined): CsvEncoding | null {
  if (name === null || name === undefined) return null
  const known = NAMES.get(name.toLowerCase().replace(/[\s_-]/g, ''))
  if (known) return known
  throw new Refusal({
    code: 'INVALID',
    message: `There is no encoding ${JSON.stringify(name)} that can be read.`,
    path: ['input', 'encoding'],
    hint: `Name one of ${Object.keys(CsvEncoding).join(', ')}, or leave it out.`,
  })
}

/** Which encoding a file has that begins so, or the refusal that names the one it looks like. */
export function encodingOf(head: Uint8Array, named: CsvEncoding | null): CsvEncoding {
  const found = markedEncoding(head) ?? encodingByZeros(head)
  const isUtf16Named = named === 'utf-16le' || named === 'utf-16be'
  if (found === 'utf-16le' || found === 'utf-16be') {
    // The mark is sure of the order of the bytes, the caller may not be.
    if (isUtf16Named) return found
    throw otherEncoding(found, named ?? 'utf-8')
  }
  if (found === 'utf-32') throw otherEncoding(found, named ?? 'utf-8')
  if (found === 'utf-8' && named && named !== 'utf-8') throw otherEncoding(found, named)
  // Delimiters and line ends alone would bring zeros.
  if (isUtf16Named && !head.includes(0)) throw otherEncoding(null, named)
  return named ?? 'utf-8'
}

function markedEncoding(head: Uint8Array): CsvEncoding | 'utf-32' | null {
  const begins = (...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte)
  if (begins(0xef, 0xbb, 0xbf)) return 'utf-8'
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff)) return 'utf-32'
  if (begins(0xff, 0xfe)) return 'utf-16le'
  if (begins(0xfe, 0xff)) return 'utf-16be'
  return null
}

const FEW = 3

// In UTF-16 every delimiter, digit and Latin letter has a zero for its other half, always on the same side.
function encodingByZeros(head: Uint8Array): CsvEncoding | null {
  const zeros = [0, 0] as [number, number]
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[(at & 1) as 0 | 1]++
  const [even, odd] = zeros
  if (Math.max(even, odd) < Math.max(FEW, head.length / 16)) return null
  if (odd > even * 8) return 'utf-16le'
  return even > odd * 8 ? 'utf-16be' : null
}

/** Turns pieces of a file into text, whatever letters they cut apart. */
export interface Decoder {
  /** Throws `UndecodableBytes`. */
  read(bytes: Uint8Array, isLast: boolean): string
}

/** Bytes that have no meaning in the encoding. */
export class UndecodableBytes extends Error {
  /** What stands before them in the same piece. */
  readonly textBefore: string

  constructor(textBefore: string) {
    super('The bytes have no meaning in this encoding.')
    this.name = 'UndecodableBytes'
    this.textBefore = textBefore
  }
}

/** A decoder for one file; a byte order mark stays in the text. */
export function openDecoder(encoding: CsvEncoding): Decoder {
  if (isUnicode(encoding)) return new UnicodeDecoder(encoding)
  // One byte is one letter, so nothing is cut apart. Node's own decoder reads 0x80 to 0x9F of windows-1252 wrongly.
  return {
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
  private tail = new Uint8Array(0)

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
      const all = Buffer.concat([cutLetter(this.tail, this.encoding), bytes])
      throw new UndecodableBytes(validStart(all, this.encoding))
    }
  }
}

/** The bytes of the letter in whose middle these end; none where they end with a whole one. */
function cutLetter(tail: Uint8Array, encoding: Unicode): Uint8Array {
  for (let from = 0; from < tail.length; from++) {
    const bytes = tail.subarray(from)
    const isBeginning = encoding !== 'utf-8' || (bytes[0] as number) >= 0xc0
    if (isBeginning && isValid(bytes, encoding, true) && !isValid(bytes, encoding, false)) return bytes
  }
  return new Uint8Array(0)
}

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

function isValid(bytes: Uint8Array, encoding: Unicode, mayBeCut: boolean): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: mayBeCut })
    return true
  } catch {
    return false
  }
}

/** The refusal of a file that holds bytes without meaning in the encoding it was read in. */
export function undecodable(
  encoding: CsvEncoding,
  { line, bytes, isLast }: { line: number; bytes: Uint8Array; isLast: boolean },
): Refusal {
  if (encoding !== 'utf-8') {
    return fileRefusal('FILE_ENCODING', {
      message: `Line ${line} holds bytes that do not exist in ${encoding}.`,
      hint: `Name the encoding the file really has, or save it as CSV UTF-8. ${SAVE_AS_CSV}`,
      line,
    })
  }
  const guess = guessedEncoding(damagedLines(bytes, isLast))
  return fileRefusal('FILE_ENCODING', {
    message: `The file is not in UTF-8: line ${line} holds other bytes${guess ? `, which look like ${guess}` : ''}.`,
    hint: guess ? wayOut(guess) : `Save it as CSV UTF-8, so that no name is damaged. ${SAVE_AS_CSV}`,
    line,
    detected: guess ?? undefined,
  })
}

// Those that are good UTF-8, in a file of both, would speak for nothing that makes sense.
function damagedLines(bytes: Uint8Array, isLast: boolean): Uint8Array {
  const damaged: Uint8Array[] = []
  // The first bytes may be the end of a letter that began before them.
  let from = Math.max(
    0,
    bytes.findIndex((byte) => byte < 0x80 || byte >= 0xc0),
  )
  for (let at = from; at <= bytes.length; at++) {
    if (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) continue
    const line = bytes.subarray(from, at)
    const mayBeCut = at === bytes.length && !isLast
    if (!isValid(line, 'utf-8', mayBeCut)) damaged.push(line, NEW_LINE)
    from = at + 1
  }
  return Buffer.concat(damaged)
}

const NEW_LINE = Buffer.from('\n')

function otherEncoding(found: CsvEncoding | 'utf-32' | null, expected: CsvEncoding): Refusal {
  const is = found ? `is in ${found}` : 'is in another encoding'
  return fileRefusal('FILE_ENCODING', {
    message: `The file ${is}, not in ${expected}.`,
    hint:
      found && found !== 'utf-32'
        ? wayOut(found)
        : `Leave the encoding out, or save the file as CSV UTF-8. ${SAVE_AS_CSV}`,
    detected: found ?? undefined,
  })
}

function wayOut(encoding: CsvEncoding): string {
  if (encoding === 'utf-8') return 'Leave the encoding out, or name utf-8.'
  return `Save it as CSV UTF-8, so that no name is damaged. ${SAVE_AS_CSV} Or name its encoding: ${encoding}.`
}

const COMMON = 'éèêëàâäáãåçñóòôöõîïíìúùûüßøæ'
const LETTER = /\p{L}/u
const LOWER = /\p{Ll}/u

/** The 8-bit encoding in which these bytes read like names; null when they read like none. */
function guessedEncoding(bytes: Uint8Array): CsvEncoding | null {
  const candidates = (['windows-1252', 'macintosh'] as const).map((encoding) => ({
    encoding,
    likeness: likenessOfNames(iconv.decode(Buffer.from(bytes), encoding)),
  }))
  const [best] = candidates.sort((one, other) => other.likeness - one.likeness)
  return best && best.likeness > 0.5 ? best.encoding : null
}

// Between -3 and 2: accents stand alone among plain letters, and capitals at the beginning of a word.
function likenessOfNames(text: string): number {
  let sum = 0
  let count = 0
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x80) continue
    count++
    sum += likenessOfLetter(text[at] as string, text.slice(Math.max(0, at - 2), at), text.slice(at + 1, at + 3))
  }
  return count === 0 ? 0 : sum / count
}

function likenessOfLetter(letter: string, before: string, behind: string): number {
  const last = before.slice(-1)
  const next = behind.slice(0, 1)
  if (letter === '’') return LETTER.test(last) && LETTER.test(next) ? 1 : 0
  if (!LETTER.test(letter)) return LETTER.test(last) || LETTER.test(next) ? -2 : 0
  // Words of accents alone are another script, read wrongly.
  const others = [...before, ...behind].filter((other) => other.charCodeAt(0) >= 0x80).length
  if (others >= 2) return -2
  if (!LOWER.test(letter) && LETTER.test(last) && (LOWER.test(last) || LOWER.test(next))) return -3
  return COMMON.includes(letter.toLowerCase()) ? 2 : 1
}
