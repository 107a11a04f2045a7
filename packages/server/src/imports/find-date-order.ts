import type { Work } from '../base/work.ts'
import { cellOf } from './check-row.ts'
import { DateOrder, readingsOf } from './date-order.ts'
import type { ImportColumn } from './import-column.ts'
import type { ImportSession } from './import-session.ts'
import { readBatches } from './plan-batches.ts'
import { editedRows } from './row-edits.ts'

type DateColumn = Pick<ImportColumn, 'field' | 'valueMappings' | 'dateOrder'>

/**
 * The columns, with the order of day and month in the one of hire dates: as it was chosen, else the only one in which
 * its cells can be read. Where there are two or none it stays open, and the cells that need it are refused.
 */
export async function findDateOrder<Column extends DateColumn>(
  work: Work,
  session: Pick<ImportSession, 'id' | 'batchCount'>,
  columns: ReadonlyMap<number, Column>,
): Promise<ReadonlyMap<number, Column>> {
  const [found] = [...columns].filter(([, { field, dateOrder }]) => field === 'hireDate' && !dateOrder)
  if (!found) return columns
  const [index, column] = found
  const replaced = new Map(column.valueMappings.map(({ from, to }) => [from.trim(), to.trim()]))
  const left = new Set(Object.values(DateOrder))
  for await (const batches of readBatches(work, session)) {
    for (const row of batches.flatMap((batch) => editedRows(batch))) {
      const cell = (cellOf(row, index) ?? '').trim()
      const readings = readingsOf(replaced.get(cell) ?? cell)
      // What is no date at all says nothing about the others.
      if (Object.keys(readings).length === 1) for (const order of left) if (!readings[order]) left.delete(order)
    }
    if (left.size === 0) return columns
  }
  const [order] = left
  return left.size === 1 && order ? new Map([...columns, [index, { ...column, dateOrder: order }]]) : columns
}
