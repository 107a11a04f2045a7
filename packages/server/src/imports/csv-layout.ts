import { Refusal } from '../base/errors.ts'
import { findHeader, widthOf, type FoundHeader, type LinedRow } from './find-header.ts'

/** What may stand between two cells. */
export const CsvDelimiter = { ',': ',', ';': ';', '\t': '\t', '|': '|' } as const
export type CsvDelimiter = keyof typeof CsvDelimiter

const DELIMITERS = Object.values(CsvDelimiter)

const WORDS: ReadonlyMap<string, CsvDelimiter> = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['\\t', '\t'],
  ['pipe', '|'],
])

/** The delimiter that a caller names; null for none, a refusal for one that is not known. */
export function delimiterNamed(name: string | null | undefined): CsvDelimiter | null {
  if (name === null || name === undefined) return null
  const known = DELIMITERS.find((delimiter) => delimiter === name) ?? WORDS.get(name.toLowerCase())
  if (known) return known
  throw new Refusal({
    code: 'INVALID',
    message: `${JSON.stringify(name)} cannot be the delimiter.`,
    path: ['input', 'delimiter'],
    hint: 'Name comma, semicolon, tab or pipe, by the word or the one character it is, or leave it out.',
  })
}

const HIGHEST_HEADER_ROW = 1_000

/** The line of the header that a caller names, 0 for a file without; null for none, a refusal for one that cannot be. */
export function headerRowNamed(line: number | null | undefined): number | null {
  if (line === null || line === undefined) return null
  if (Number.isInteger(line) && line >= 0 && line <= HIGHEST_HEADER_ROW) return line
  throw new Refusal({
    code: 'INVALID',
    message: `The header cannot be in line ${line}.`,
    path: ['input', 'headerRow'],
    hint: `Name its line as a spreadsheet counts, from 1 to ${HIGHEST_HEADER_ROW.toLocaleString('en')}, or 0 for a file without a header.`,
  })
}

/** How a file is laid out. */
export interface CsvLayout {
  delimiter: CsvDelimiter
  /** Line of the header; 0 when there is none. */
  headerRow: number
}

const ROWS_LOOKED_AT = 50
const PER_KNOWN_HEADER = 0.2
const MOST_KNOWN_HEADERS = 3

/**
 * The layout of a file that begins so, where the caller did not name it: the delimiter under which rows have as many
 * cells as the header, and headers can be recognized. A file of one column has none, which is as good as a comma.
 */
export function findLayout(
  text: string,
  named: { delimiter: CsvDelimiter | null; headerRow: number | null },
): CsvLayout {
  const layouts = (named.delimiter ? [named.delimiter] : DELIMITERS).map((delimiter) => {
    const rows = firstRows(text, delimiter)
    const header = named.headerRow === null ? findHeader(rows) : headerAt(rows, named.headerRow)
    return { delimiter, headerRow: header.line, score: scoreOf(rows, header) }
  })
  const { delimiter, headerRow } = layouts.reduce((best, other) => (other.score > best.score ? other : best))
  return { delimiter, headerRow }
}

function headerAt(rows: readonly LinedRow[], line: number): FoundHeader {
  const row = rows.find((other) => other.line === line)
  return { line, known: row ? findHeader([row]).known : 0 }
}

function scoreOf(rows: readonly LinedRow[], { line, known }: FoundHeader): number {
  const from = Math.max(
    0,
    rows.findIndex((row) => row.line === line),
  )
  const width = rows[from]?.cells.length ?? 0
  if (width < 2) return 0
  const people = rows.slice(line === 0 ? from : from + 1)
  const alike = people.filter(({ cells }) => cells.length === width).length
  return (
    (people.length === 0 ? 0.5 : alike / people.length) +
    Math.min(known, MOST_KNOWN_HEADERS) * PER_KNOWN_HEADER +
    // Of two that are as good otherwise the one that makes more columns.
    Math.min(width, 100) / 10_000
  )
}

// A simple reading is enough here: the real one follows, with the layout that was found.
function firstRows(text: string, delimiter: CsvDelimiter): LinedRow[] {
  const rows: LinedRow[] = []
  let cells: string[] = []
  let cell = ''
  let line = 1
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
      cells.push(cell)
      cell = ''
      if (letter === delimiter) continue
      if (letter === '\r' && text[at + 1] === '\n') at++
      if (widthOf(cells) > 0) rows.push({ line, cells })
      cells = []
      line++
    }
  }
  // The last one may be cut off, unless it is the only one.
  if (rows.length === 0 && (cell !== '' || cells.length > 0)) rows.push({ line, cells: [...cells, cell] })
  return rows
}
