/** How the numbers of a style are shown, as far as their text depends on it. */
export type NumberFormat =
  | { kind: 'DATE'; hasTime: boolean }
  | { kind: 'TIME' }
  /** A code of zeros alone: numbers are filled up to so many digits. */
  | { kind: 'ZEROS'; digits: number }
  /** A word for a number above, below and equal to zero, as some programs write yes and no. */
  | { kind: 'WORDS'; words: readonly (string | null)[] }

const BUILT_IN = new Map<number, NumberFormat>()
const cover = (from: number, to: number, format: NumberFormat) => {
  for (let id = from; id <= to; id++) BUILT_IN.set(id, format)
}
cover(14, 17, { kind: 'DATE', hasTime: false })
cover(18, 21, { kind: 'TIME' })
cover(22, 22, { kind: 'DATE', hasTime: true })
cover(27, 31, { kind: 'DATE', hasTime: false })
cover(32, 35, { kind: 'TIME' })
cover(36, 36, { kind: 'DATE', hasTime: false })
cover(45, 47, { kind: 'TIME' })
cover(50, 58, { kind: 'DATE', hasTime: false })

/** The format behind a number of the workbook's own list, or of those that every workbook has; null for plain numbers. */
export function numberFormat(id: number, codes: ReadonlyMap<number, string>): NumberFormat | null {
  const code = codes.get(id)
  return code === undefined ? (BUILT_IN.get(id) ?? null) : formatOf(code)
}

function formatOf(code: string): NumberFormat | null {
  const zeros = /^0{2,}$/.exec(code)
  if (zeros) return { kind: 'ZEROS', digits: zeros[0].length }
  const words = code.split(';').map((section) => /^"([^"]*)"$/.exec(section)?.[1] ?? null)
  if (words.length > 1 && words.some((word) => word !== null)) return { kind: 'WORDS', words }
  // Colours, countries and words are no letters of a date; only hours in brackets are.
  const letters = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  if (/general/i.test(letters)) return null
  const hasTime = /[hs]/i.test(letters)
  if (/[yd]/i.test(letters)) return { kind: 'DATE', hasTime }
  if (hasTime) return { kind: 'TIME' }
  return /m/i.test(letters) ? { kind: 'DATE', hasTime: false } : null
}

/** The text of a number as a person would have typed it: dates by ISO 8601, every digit of a long number. */
export function textOfNumber(stored: string, format: NumberFormat | null, isFrom1904: boolean): string {
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value)) return stored
  return (format && formattedText(value, format, isFrom1904)) ?? plainText(stored, value)
}

// Null where the format makes no sense for the number.
function formattedText(value: number, format: NumberFormat, isFrom1904: boolean): string | null {
  switch (format.kind) {
    case 'DATE':
      return dateText(value, format.hasTime, isFrom1904)
    case 'TIME':
      return value >= 0 && value < 1 ? timeText(Math.round(value * DAY_SECONDS)) : dateText(value, true, isFrom1904)
    case 'ZEROS':
      return Number.isSafeInteger(value) && value >= 0 ? String(value).padStart(format.digits, '0') : null
    case 'WORDS':
      return format.words[value > 0 ? 0 : value < 0 ? 1 : 2] ?? null
  }
}

// What is stored may have digits that nobody typed: 9.8000000000000007.
function plainText(stored: string, value: number): string {
  if (/^-?\d+$/.test(stored)) return stored
  const text = String(value)
  return text.includes('e') ? value.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 17 }) : text
}

const DAY_SECONDS = 86_400
const LAST_DAY = 2_958_465
const DAYS_BEFORE_1970 = 25_569
const DAYS_FROM_1900_TO_1904 = 1_462
/** A day that never was: Excel takes 1900 for a leap year. */
const FALSE_LEAP_DAY = 60

function dateText(value: number, hasTime: boolean, isFrom1904: boolean): string | null {
  const since1900 = value + (isFrom1904 ? DAYS_FROM_1900_TO_1904 : 0)
  if (since1900 < 1 || since1900 >= LAST_DAY + 1) return null
  const days = since1900 < FALSE_LEAP_DAY ? since1900 + 1 : since1900
  const seconds = Math.round((days - DAYS_BEFORE_1970) * DAY_SECONDS)
  const iso = new Date(seconds * 1_000).toISOString()
  const date = iso.slice(0, iso.indexOf('T'))
  const rest = ((seconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS
  return hasTime && rest > 0 ? `${date}T${timeText(rest)}` : date
}

function timeText(seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  if (parts[2] === 0) parts.pop()
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** The text of a date that is stored as one. */
export function textOfDate(stored: string): string {
  return stored.replace(/T00:00(?::00(?:\.0+)?)?Z?$/, '')
}

/** Text without the escapes of workbooks: _x000D_ is a carriage return. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
