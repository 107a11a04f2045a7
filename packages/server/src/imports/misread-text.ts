import iconv from 'iconv-lite'

/** Two letters in a row outside ASCII: what UTF-8 read as something else has at the least. */
// eslint-disable-next-line no-control-regex
const SUSPECT = /[^\x00-\x7F]{2}/

interface Misreading {
  /** Which byte a letter was read from. */
  bytes: ReadonlyMap<number, number>
  /** Whether a letter of several bytes may begin with this one. */
  mayLead(byte: number): boolean
}

const MISREADINGS: readonly Misreading[] = [
  { bytes: bytesOf('windows-1252'), mayLead: (byte) => byte >= 0xc2 && byte <= 0xf4 },
  // Its other leading bytes are letters and curly quotes that stand before accents in good text: d’équipe.
  { bytes: bytesOf('macintosh'), mayLead: (byte) => (byte >= 0xc2 && byte <= 0xc5) || byte === 0xe2 },
]

// Phonetic signs and Armenian: CAFÉ’S would become them.
const IMPLAUSIBLE = /[\u0240-\u036F\u0530-\u058F\u0080-\u009F]/

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The text as it was before somebody read its UTF-8 in another encoding, "Müller" from "MÃ¼ller"; null when it is sound. */
export function mendedText(text: string): string | null {
  if (!SUSPECT.test(text)) return null
  for (const misreading of MISREADINGS) {
    const bytes = bytesBehind(text, misreading)
    if (!bytes) continue
    try {
      const mended = decoder.decode(bytes)
      if (!IMPLAUSIBLE.test(mended)) return mended
    } catch {
      // These bytes are no UTF-8: the letters are meant.
    }
  }
  return null
}

function bytesBehind(text: string, { bytes, mayLead }: Misreading): Uint8Array | null {
  const found = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const byte = code < 0x80 ? code : bytes.get(code)
    if (byte === undefined || (byte >= 0xc0 && !mayLead(byte))) return null
    found[at] = byte
  }
  return found
}

function bytesOf(encoding: string): Map<number, number> {
  const bytes = new Map<number, number>()
  // Bytes that have no letter are read as control characters, by some readers all of these.
  for (let byte = 0x80; byte <= 0x9f; byte++) bytes.set(byte, byte)
  for (let byte = 0x80; byte <= 0xff; byte++) {
    const code = iconv.decode(Buffer.of(byte), encoding).charCodeAt(0)
    if (code !== 0xfffd) bytes.set(code, byte)
  }
  return bytes
}
