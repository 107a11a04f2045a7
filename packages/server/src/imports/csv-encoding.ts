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

const OTHER_NAMES: Record<string, CsvEncoding> = {
  utf8: 'utf-8',
  utf16: 'utf-16le',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  windows1252: 'windows-1252',
  cp1252: 'windows-1252',
  iso88591: 'iso-8859-1',
  latin1: 'iso-8859-1',
  macintosh: 'macintosh',
  macroman: 'macintosh',
}

/** The encoding that a caller names; null for none, a refusal for one that is not known. */
export function encodingNamed(name: string | null | undefined): CsvEncoding | null {
  if (name === null || name === undefined) return null
  const known = OTHER_NAMES[name.toLowerCase().replace(/[\s_-]/g, '')]
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
  if (isUtf16Named) throw otherEncoding(null, named)
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
  if (encoding === 'utf-8') return new Utf8Decoder()
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return utf16Decoder(encoding)
  // One byte is one letter, so nothing is cut apart. Node's own decoder reads 0x80 to 0x9F of windows-1252 wrongly.
  return {
    read(bytes) {
      const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), encoding, {
        stripBOM: false,
      })
      const unknown = text.indexOf('\uFFFD')
      if (unknown >= 0) throw new UndecodableBytes(text.slice(0, unknown))
      return text
    },
  }
}

class Utf8Decoder implements Decoder {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  /** Bytes of a letter that may go on in the next piece. */
  private tail = new Uint8Array(0)

  read(bytes: Uint8Array, isLast: boolean): string {
    try {
      const text = this.decoder.decode(bytes, { stream: !isLast })
      if (bytes.length > 0) this.tail = Uint8Array.from([...this.tail, ...bytes.subarray(-3)].slice(-3))
      return text
    } catch {
      const all = Buffer.concat([openLetter(this.tail), bytes])
      throw new UndecodableBytes(all.subarray(0, validLength(all)).toString('utf8'))
    }
  }
}

/** The bytes of the letter that the piece ends in the middle of. */
function openLetter(tail: Uint8Array): Uint8Array {
  for (let back = 1; back <= tail.length; back++) {
    const byte = tail[tail.length - back] as number
    if (byte < 0x80) break
    if (byte >= 0xc0) return back < lengthOfLetter(byte) ? tail.subarray(-back) : tail.subarray(0, 0)
  }
  return tail.subarray(0, 0)
}

function lengthOfLetter(byte: number): number {
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
}

// Halves: a piece is valid up to its first wrong byte, and pieces are small.
function validLength(bytes: Uint8Array): number {
  let valid = 0
  let invalid = bytes.length
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (isValidStart(bytes.subarray(0, middle))) valid = middle
    else invalid = middle
  }
  return valid
}

function isValidStart(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function utf16Decoder(encoding: 'utf-16le' | 'utf-16be'): Decoder {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  return {
    read(bytes, isLast) {
      try {
        return decoder.decode(bytes, { stream: !isLast })
      } catch {
        throw new UndecodableBytes('')
      }
    },
  }
}

/** The refusal of a file that holds bytes without meaning in the encoding it was read in. */
export function undecodable(encoding: CsvEncoding, line: number, bytes: Uint8Array): Refusal {
  if (encoding !== 'utf-8') {
    return fileRefusal('FILE_ENCODING', {
      message: `Line ${line} holds bytes that do not exist in ${encoding}.`,
      hint: `Name the encoding the file really has, or save it as CSV UTF-8. ${SAVE_AS_CSV}`,
      line,
    })
  }
  const guess = guessedEncoding(bytes)
  return fileRefusal('FILE_ENCODING', {
    message: `The file is not in UTF-8: line ${line} holds other bytes${guess ? `, which look like ${guess}` : ''}.`,
    hint: guess ? wayOut(guess) : `Save it as CSV UTF-8, so that no name is damaged. ${SAVE_AS_CSV}`,
    line,
    detected: guess ?? undefined,
  })
}

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
export function guessedEncoding(bytes: Uint8Array): CsvEncoding | null {
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
