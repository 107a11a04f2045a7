import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { applyMapping, type ColumnMapping } from './column-mapping.ts'
import { findDateOrder } from './find-date-order.ts'
import type { ImportColumn } from './import-column.ts'
import { loadImportFields } from './load-fields.ts'
import { loadImport, moveTo, requireMove, requireUnchanged, type ImportSession } from './import-session.ts'
import { relateRows, storeRelations, type RowRelations } from './relate-rows.ts'

export interface MapColumnsValues {
  importId: string
  mappings?: readonly ColumnMapping[] | null | undefined
  exclusive?: boolean | null | undefined
}

/** A mapping that holds, with what it makes of the file. */
export interface PreparedMapping {
  /** Of the import that it was worked out for. */
  seenAt: Date
  columns: ImportColumn[]
  relations: RowRelations
}

/** Works out a mapping and reads through the file for people who occur twice: outside the transaction, for it takes a while. */
export async function prepareMapping(work: Work, input: MapColumnsValues): Promise<PreparedMapping> {
  requireManagePeople(work)
  const session = await loadImport(work, input.importId)
  requireMove(session, 'mapColumns')
  const exclusive = input.exclusive ?? false
  const fields = (await loadImportFields(work)).map(({ key }) => key)
  const mapped = applyMapping(session.columns, input.mappings ?? [], { exclusive, fields })
  const dateOrder = findDateOrder(new Map(mapped.map((column) => [column.index, column])))
  const relations = await relateRows(work, session, mapped, { alsoRead: dateOrder.read })
  return { seenAt: session.updatedAt, columns: [...dateOrder.columns().values()], relations }
}

/** Step 2: says which column is which field. */
export async function mapColumns(
  work: Work,
  { importId, seenAt, columns, relations }: { importId: string } & PreparedMapping,
): Promise<{ importSession: ImportSession }> {
  requireManagePeople(work)
  const session = await loadImport(work, importId)
  requireMove(session, 'mapColumns')
  requireUnchanged(session, seenAt, 'mapColumns')
  const before = mappingOf(session.columns)
  const importSession = await moveTo(work, session, 'mapColumns', { columns })
  await storeRelations(work, importId, relations)
  await record(work, 'import.mapped', importId, { before, after: mappingOf(columns) })
  return { importSession }
}

/** Which field each column is, as the audit tells it; columns can share a header, so they are numbered. */
function mappingOf(columns: readonly ImportColumn[]): Record<string, string | null> {
  return Object.fromEntries(columns.map(({ header, field }, index) => [`${index + 1}. ${header}`, field]))
}
