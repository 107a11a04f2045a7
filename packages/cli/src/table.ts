import width from 'fast-string-width'

const NUMBER = /^[\d,]+$/

/** Rows whose cells stand under each other, also where letters are two columns wide. */
export function table(rows: readonly (readonly string[])[], indent = ''): string {
  const clean = rows.map((row) => row.map((cell) => cell.replaceAll(/\s+/g, ' ').trim()))
  const widths: number[] = []
  for (const row of clean) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, width(cell))
  }
  const pad = (cell: string, column: number): string => {
    const gap = ' '.repeat((widths[column] ?? 0) - width(cell))
    return NUMBER.test(cell) ? gap + cell : cell + gap
  }
  return clean.map((row) => `${indent}${row.map(pad).join('  ')}`.trimEnd()).join('\n')
}

/** A number of things, in the singular for one. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`
}
