/** A spreadsheet takes a cell for a formula that begins so; a quote before it makes it text. */
const FORMULA = /^[=+\-@\t\r]/

/** A line of a CSV file: quoted as RFC 4180 says, with no cell that a spreadsheet would calculate. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(FORMULA.test(cell) ? `'${cell}` : cell)).join(',')}\r\n`
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
