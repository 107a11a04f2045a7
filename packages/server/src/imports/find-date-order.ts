import { cellOf } from './check-row.ts'
import { DateOrder, isYearLast, readingsOf } from './date-order.ts'
import type { ImportColumn } from './import-column.ts'
import type { CsvRow } from './read-csv.ts'

type DateColumn = Pick<ImportColumn, 'field' | 'valueMappings' | 'dateOrder'>

/** Looks at each row of a file, and knows afterwards in which order its hire dates are written. */
export interface DateOrderFinder<Column> {
  read(row: CsvRow): void
  /**
   * The columns, with the order of day and month in the one of hire dates: as it was chosen, else the only one in which
   * its cells can be read. Where there are two or none it stays open, and the cells that need it are refused.
   */
  columns(): ReadonlyMap<number, Column>
}

export function findDateOrder<Column extends DateColumn>(
  columns: ReadonlyMap<number, Column>,
): DateOrderFinder<Column> {
  const [found] = [...columns].filter(([, { field, dateOrder }]) => field === 'hireDate' && !dateOrder)
  if (!found) return { read: () => {}, columns: () => columns }
  const [index, column] = found
  const replaced = new Map(column.valueMappings.map(({ from, to }) => [from.trim(), to.trim()]))
  const left = new Set(Object.values(DateOrder))
  return {
    read(row) {
      const cell = (cellOf(row, index) ?? '').trim()
      const text = replaced.get(cell) ?? cell
      if (left.size === 0 || !isYearLast(text)) return
      const readings = readingsOf(text)
      // What is no date at all says nothing about the others.
      if (Object.keys(readings).length === 1) for (const order of left) if (!readings[order]) left.delete(order)
    },
    columns() {
      const [order] = left
      return left.size === 1 && order ? new Map([...columns, [index, { ...column, dateOrder: order }]]) : columns
    },
  }
}
