import { Refusal } from '../base/errors.ts'
import { isKnownHeader } from './guess-columns.ts'

/** What may stand between two cells. */
export const CsvDelimiter = { ',': ',', ';': ';', '\t': '\t', '|': '|' } as const
export type CsvDelimiter = keyof typeof CsvDelimiter

const DELIMITERS = Object.values(CsvDelimiter)

/** The delimiter that a caller names; null for none, a refusal for one that is not known. */
export function delimiterNamed(name: string | null | undefined): CsvDelimiter | null {
  if (name === null || name === undefined) return null
  const known = DELIMITERS.find((delimiter) => delimiter === name)
  if (known) return known
  throw new Refusal({
    code: 'INVALID',
    message: `${JSON.stringify(name)} cannot be the delimiter.`,
    path: ['input', 'delimiter'],
    hint: 'Name comma, semicolon, tab or pipe as the one character it is, or leave it out.',
  })
}

const ROWS_LOOKED_AT = 50
const PER_KNOWN_HEADER = 0.2
const MOST_KNOWN_HEADERS = 3

/**
 * The delimiter of a file that begins so: under which rows have as many cells as the header, and headers can be
 * recognized. A file of one column has none, which is as good as a comma.
 */
export function findDelimiter(text: string): CsvDelimiter {
  let best: CsvDelimiter = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const [header = [], ...rows] = firstRows(text, delimiter)
    if (header.length < 2) continue
    const alike = rows.filter((row) => row.length === header.length).length
    const known = header.filter((name) => isKnownHeader(name)).length
    const score =
      (rows.length === 0 ? 0.5 : alike / rows.length) +
      Math.min(known, MOST_KNOWN_HEADERS) * PER_KNOWN_HEADER +
      // Of two that are as good otherwise the one that makes more columns.
      Math.min(header.length, 100) / 10_000
    if (score <= bestScore) continue
    best = delimiter
    bestScore = score
  }
  return best
}

// A simple reading is enough here: the real one follows, with the delimiter that was found.
function firstRows(text: string, delimiter: CsvDelimiter): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length && rows.length <= ROWS_LOOKED_AT; at++) {
    const letter = text[at] as string
    if (letter === '"' && (isQuoted || cell === '')) {
      const isDoubled = isQuoted && text[at + 1] === '"'
      if (isDoubled) at++
      else isQuoted = !isQuoted
      if (isDoubled) cell += letter
    } else if (isQuoted || (letter !== delimiter && letter !== '\n' && letter !== '\r')) {
      cell += letter
    } else {
      row.push(cell)
      cell = ''
      if (letter === delimiter) continue
      if (row.some((value) => value.trim() !== '')) rows.push(row)
      row = []
    }
  }
  // The last one may be cut off, unless it is the only one.
  if (rows.length === 0 && (cell !== '' || row.length > 0)) rows.push([...row, cell])
  return rows
}
