import type { ImportBatch } from './import-row.ts'
import type { CsvRow } from './read-csv.ts'

/** What was done to a row by hand. */
export interface RowEdit {
  /** Position of a column, from 0, to the value that stands for what is in the file. */
  cells: Readonly<Record<string, string>>
  isLeftOut: boolean
}

/** Index of a row in its batch to what was done to it. */
export type RowEdits = Readonly<Record<string, RowEdit>>

type EditedBatch = Pick<ImportBatch, 'rows' | 'edits'>

/** What was done by hand to the rows of a batch. */
export function editsOf({ edits }: Pick<ImportBatch, 'edits'>): RowEdits {
  return (edits ?? {}) as RowEdits
}

/** The rows of a batch as they are imported: with the corrections, and with those that are left out. */
export function editedRows(batch: EditedBatch): readonly CsvRow[] {
  const rows = batch.rows as readonly CsvRow[]
  if (!batch.edits) return rows
  const edits = editsOf(batch)
  return rows.map((row, index) => {
    const edit = edits[index]
    return edit ? withCells(row, edit) : row
  })
}

/** Whether the row with this index in the batch is left out. */
export function isLeftOut({ edits }: Pick<ImportBatch, 'edits'>, index: number): boolean {
  return edits ? (editsOf({ edits })[index]?.isLeftOut ?? false) : false
}

/** Whether anything is left of an edit that is worth keeping. */
export function isEdit({ cells, isLeftOut: leftOut }: RowEdit): boolean {
  return leftOut || Object.keys(cells).length > 0
}

// A row may have fewer cells than the header: a correction behind its last one fills those between.
function withCells([line, ...cells]: CsvRow, edit: RowEdit): CsvRow {
  for (const [column, value] of Object.entries(edit.cells)) {
    while (cells.length < Number(column)) cells.push('')
    cells[Number(column)] = value
  }
  return [line, ...cells]
}
