/** What a file of rows says of each of them, behind the columns of the file that was imported. */
export const REASON_HEADERS = ['error_field', 'error'] as const
export const OUTCOME_HEADER = 'outcome'

/** A spreadsheet takes a cell for a formula that begins so; a quote before it makes it text. */
const FORMULA = /^[=+\-@\t\r\0]/
/** Such a cell with quotes before it already: one more, so that taking one off gives back what was there. */
const QUOTED_FORMULA = /^'+[=+\-@\t\r\0]/

/** A line of a CSV file of ours: quoted as RFC 4180 says, with no cell that a spreadsheet would calculate. */
export function csvLine(cells: readonly string[], delimiter: string): string {
  return `${cells.map((cell) => quoted(asText(cell), delimiter)).join(delimiter)}\r\n`
}

/** How many columns at the end of these headers a file of ours added to those of the file that was imported. */
export function addedColumns(headers: readonly string[]): number {
  const [field, error] = headers.slice(-REASON_HEADERS.length)
  if (field !== REASON_HEADERS[0] || error !== REASON_HEADERS[1]) return 0
  return REASON_HEADERS.length + (headers.at(-REASON_HEADERS.length - 1) === OUTCOME_HEADER ? 1 : 0)
}

/** The cell as it was before it was written into a file of ours. */
export function fromOurFile(cell: string): string {
  return QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell
}

function asText(cell: string): string {
  return FORMULA.test(cell) || QUOTED_FORMULA.test(cell) ? `'${cell}` : cell
}

function quoted(cell: string, delimiter: string): string {
  const needsQuotes = cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell)
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell
}
