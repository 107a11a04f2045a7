import { isKnownHeader } from './header-names.ts'

/** A row as it was read, at its line as a spreadsheet counts. */
export interface LinedRow {
  line: number
  cells: readonly string[]
}

/** The header that rows seem to have. */
export interface FoundHeader {
  /** 0: no row names the columns, the first one is a person already. */
  line: number
  /** How many of its cells are headers that are known. */
  known: number
}

/** Titles, versions and dates above a header are few. */
const ROWS_ABOVE = 20
/** One alone may stand in a row by chance: a team is called Office. */
const SURELY_KNOWN = 2
/** One in each of two languages; where more rows look like headers, these are words of the people. */
const MOST_HEADERS = 2
const NUMBER = /^\s*[-+]?\d[\d.,\s]*$/
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/**
 * The row that names the columns: the one whose cells are known headers, else the first that is as wide as the rows
 * under it. Rows without any cell do not count.
 */
export function findHeader(rows: readonly LinedRow[]): FoundHeader {
  const looked = rows.slice(0, ROWS_ABOVE + 1)
  const [first] = looked
  if (!first) return { line: 1, known: 0 }
  const knownInFirst = knownHeaders(first)
  const candidates = looked.map((row) => ({ row, known: holdsAddress(row) ? 0 : knownHeaders(row) }))
  const surely = candidates.filter(({ known }) => known >= knownInFirst + SURELY_KNOWN)
  const [best] = surely.toSorted((one, other) => other.known - one.known)
  if (best && surely.length <= MOST_HEADERS) {
    return { line: best.row.line, known: best.known }
  }
  if (knownInFirst > 0) return { line: first.line, known: knownInFirst }
  const header = firstOfUsualWidth(looked) ?? first
  return { line: holdsAddress(header) ? 0 : header.line, known: knownHeaders(header) }
}

/** How many cells a row has, without the empty ones at its end. */
export function widthOf(cells: readonly string[]): number {
  let width = cells.length
  while (width > 0 && (cells[width - 1] as string).trim() === '') width--
  return width
}

function firstOfUsualWidth(rows: readonly LinedRow[]): LinedRow | null {
  const widths = new Map<number, number>()
  for (const { cells } of rows) widths.set(widthOf(cells), (widths.get(widthOf(cells)) ?? 0) + 1)
  const [usual] = [...widths].toSorted(([, one], [, other]) => other - one)
  const [first] = rows
  // A title is much narrower than the table.
  if (!first || !usual || usual[1] < 2 || filled(first) * 2 > usual[0]) return null
  const header = rows.find(({ cells }) => widthOf(cells) >= usual[0])
  return header && !header.cells.some((cell) => NUMBER.test(cell)) ? header : null
}

function filled({ cells }: LinedRow): number {
  return cells.filter((cell) => cell.trim() !== '').length
}

function knownHeaders({ cells }: LinedRow): number {
  return cells.filter((cell) => cell.trim() !== '' && isKnownHeader(cell)).length
}

function holdsAddress({ cells }: LinedRow): boolean {
  return cells.some((cell) => ADDRESS.test(cell.trim()))
}
