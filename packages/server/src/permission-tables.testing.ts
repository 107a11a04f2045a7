import { readFileSync } from 'node:fs'

/** What a line of a table says of each column. */
export type Verdicts = Record<string, string>

/** The tables of docs/permissions.md, by the first word of their first line: verdicts by name, then by column. */
export function readPermissionTables(): Map<string, Map<string, Verdicts>> {
  const markdown = readFileSync(new URL('../../../docs/permissions.md', import.meta.url), 'utf8')
  const tables = new Map<string, Map<string, Verdicts>>()
  for (const [block] of markdown.matchAll(/(?:^\|.*\n)+/gm)) {
    const [head = [], , ...rows] = block.trim().split('\n').map(cellsOf)
    const [kind = '', ...columns] = head
    const lines = rows.map(([name = '', ...cells]): [string, Verdicts] => [
      name.replaceAll('`', ''),
      Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])),
    ])
    tables.set(kind, new Map(lines))
  }
  return tables
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
}
