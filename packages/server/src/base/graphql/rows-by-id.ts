import type DataLoader from 'dataloader'
import type { Row, Table } from '../rows.ts'
import { loader, type Context } from './mutate.ts'

/** The DataLoader of a table by id; null for an id that no row of the viewer's organization has. */
export function rowsById<R extends Row>(context: Context, table: Table<R>): DataLoader<string, R | null> {
  return loader(context, `${table.name}ById`, async (work, ids: readonly string[]) => {
    const rows = (await work.rows<Row>(table as Table<Row>).findIn('id', ids)) as R[]
    const found = new Map(rows.map((row) => [row.id, row]))
    return ids.map((id) => found.get(id) ?? null)
  })
}
