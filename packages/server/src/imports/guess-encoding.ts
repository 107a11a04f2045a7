import iconv from 'iconv-lite'
import type { Refusal } from '../base/errors.ts'
import { isValid, type CsvEncoding } from './csv-encoding.ts'
import { fileRefusal, SAVE_AS_CSV } from './file-refusal.ts'

/** How an encoding is known: by its byte order mark, by the look of the bytes, or because the caller named it. */
type EncodingSource = 'NAMED' | 'MARK' | 'GUESS'

export interface FoundEncoding {
  encoding: CsvEncoding
  /** Null: UTF-8, unless bytes come that are none. */
  source: EncodingSource | null
}

/** Which encoding a file has that begins so, or the refusal of one that cannot be read or is not the one named. */
export function encodingOf(head: Uint8Array, named: CsvEncoding | null): FoundEncoding {
  const marked = markedEncoding(head)
  const found = marked ?? encodingByZeros(head)
  const isUtf16Named = named === 'utf-16le' || named === 'utf-16be'
  if (found === 'utf-32') throw otherEncoding(found, named ?? 'utf-8')
  if (found === 'utf-16le' || found === 'utf-16be') {
    // The mark is sure of the order of the bytes, the caller may not be.
    if (named === null || isUtf16Named) return { encoding: found, source: named ? 'NAMED' : marked ? 'MARK' : 'GUESS' }
    throw otherEncoding(found, named)
  }
  if (found === 'utf-8' && named && named !== 'utf-8') throw otherEncoding(found, named)
  // Delimiters and line ends alone would bring zeros.
  if (isUtf16Named && !head.includes(0)) throw otherEncoding(null, named)
  if (named) return { encoding: named, source: 'NAMED' }
  return { encoding: 'utf-8', source: found === 'utf-8' ? 'MARK' : null }
}

const OTHERS: Partial<Record<CsvEncoding, string>> = {
  'windows-1252': 'macintosh or windows-1250',
  'utf-16le': 'utf-16be',
  'utf-16be': 'utf-16le',
}

/** What is said of a file that is read in another encoding than UTF-8 without having been told to; null for UTF-8. */
export function encodingWarning({ encoding, source }: FoundEncoding): string | null {
  if (encoding === 'utf-8' || source === 'NAMED' || source === null) return null
  if (source === 'MARK') return `The file is in ${encoding}, as the mark at its beginning says, and was read so.`
  return `The file is not in UTF-8: it looks like ${encoding}, and was read so. If letters look wrong, read it again with its encoding named, for example ${OTHERS[encoding] ?? 'windows-1252'}.`
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

/** How much of the lines with other letters than ASCII a guess goes by. */
const MOST_EVIDENCE = 262_144

/** What a file that is not UTF-8 holds besides ASCII, and the guess of its encoding that grows surer with it. */
export class EightBitText {
  /** Whether some lines are good UTF-8 with more than ASCII in them: then the file is of two encodings. */
  isMixed = false
  private readonly lines: Uint8Array[] = []
  private length = 0
  private known: { length: number; guess: EightBitEncoding | null } = { length: 0, guess: null }

  constructor(bytes: Uint8Array, isLast: boolean) {
    this.take(bytes, isLast)
  }

  /** The encoding in which it reads like names; null when it reads like none. */
  get guess(): EightBitEncoding | null {
    if (this.known.length !== this.length)
      this.known = { length: this.length, guess: guessedEncoding(Buffer.concat(this.lines)) }
    return this.known.guess
  }

  /** Looks at the next piece of the file. */
  take(bytes: Uint8Array, isLast: boolean): void {
    if (this.length > MOST_EVIDENCE) return
    // The first bytes may be the end of a letter that began before them.
    let from = Math.max(
      0,
      bytes.findIndex((byte) => byte < 0x80 || byte >= 0xc0),
    )
    let isAscii = true
    for (let at = from; at <= bytes.length; at++) {
      const byte = bytes[at] ?? LINE_FEED
      isAscii &&= byte < 0x80
      if (at < bytes.length && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) continue
      if (!isAscii) this.takeLine(bytes.subarray(from, at), at === bytes.length && !isLast)
      from = at + 1
      isAscii = true
    }
  }

  // Lines that are good UTF-8 would speak for nothing that makes sense.
  private takeLine(line: Uint8Array, mayBeCut: boolean): void {
    if (isValid(line, 'utf-8', mayBeCut)) {
      this.isMixed ||= !mayBeCut
      return
    }
    // The piece that they are part of is written over.
    this.lines.push(new Uint8Array(line), NEW_LINE)
    this.length += line.length
  }
}

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const NEW_LINE = Uint8Array.of(LINE_FEED)

type EightBitEncoding = 'windows-1252' | 'macintosh'

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
  const guess = new EightBitText(bytes, isLast).guess
  return fileRefusal('FILE_ENCODING', {
    message: `The file is not in UTF-8: line ${line} holds other bytes${guess ? `, which look like ${guess}` : ''}.`,
    hint: guess
      ? wayOut(guess)
      : `Name its encoding, or save it as CSV UTF-8, so that no name is damaged. ${SAVE_AS_CSV}`,
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

/** Of the letters outside ASCII, so many may stand where none is written. */
const MOST_IMPLAUSIBLE = 0.25

function guessedEncoding(bytes: Uint8Array): EightBitEncoding | null {
  const candidates = (['windows-1252', 'macintosh'] as const).map((encoding) => ({
    encoding,
    ...likenessOfNames(iconv.decode(Buffer.from(bytes), encoding)),
  }))
  const [best] = candidates.sort((one, other) => other.likeness - one.likeness)
  return best && best.likeness >= 0 && best.implausible <= MOST_IMPLAUSIBLE ? best.encoding : null
}

// Likeness is between -3 and 2: accents stand alone among plain letters, and capitals at the beginning of a word.
function likenessOfNames(text: string): { likeness: number; implausible: number } {
  let sum = 0
  let count = 0
  let implausible = 0
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x80) continue
    count++
    const letter = text[at] as string
    const likeness = likenessOfLetter(letter, text.slice(Math.max(0, at - 2), at), text.slice(at + 1, at + 3))
    sum += likeness
    if (likeness < 0) implausible++
  }
  return count === 0 ? { likeness: 0, implausible: 0 } : { likeness: sum / count, implausible: implausible / count }
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
