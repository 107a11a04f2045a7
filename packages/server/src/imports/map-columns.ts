import { IsNull, Not } from 'typeorm'
import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { canonicalAddress } from '../users/email-address.ts'
import { AddressSet } from './address-set.ts'
import { applyMapping, type ColumnMapping } from './column-mapping.ts'
import type { ImportColumn } from './import-column.ts'
import { ImportBatch } from './import-row.ts'
import { loadImport, moveTo, requireMove, type ImportSession } from './import-session.ts'
import { readBatches } from './plan-batch.ts'
import type { CsvRow } from './read-csv.ts'

export interface MapColumnsValues {
  importId: string
  mappings?: readonly ColumnMapping[] | null | undefined
  exclusive?: boolean | null | undefined
}

/** A mapping that holds, with what it makes of the file. */
export interface PreparedMapping {
  columns: ImportColumn[]
  /** Batch number to its rows that repeat the person of an earlier line: index in the batch to that line. */
  duplicates: ReadonlyMap<number, Record<string, number>>
}

/** Works out a mapping and reads through the file for people who occur twice: outside the transaction, for it takes a while. */
export async function prepareMapping(work: Work, input: MapColumnsValues): Promise<PreparedMapping> {
  requireManagePeople(work)
  const session = await loadImport(work, input.importId)
  requireMove(session, 'mapColumns')
  const columns = applyMapping(session.columns, input.mappings ?? [], input.exclusive ?? false)
  return { columns, duplicates: await findDuplicates(work, session, columns) }
}

/** Step 2: says which column is which field. */
export async function mapColumns(
  work: Work,
  { importId, columns, duplicates }: { importId: string } & PreparedMapping,
): Promise<{ importSession: ImportSession }> {
  requireManagePeople(work)
  const session = await loadImport(work, importId)
  const importSession = await moveTo(work, session, 'mapColumns', { columns })
  await storeDuplicates(work, importId, duplicates)
  await record(work, 'import.mapped', importId, {
    columns: columns.map(({ header, field }) => ({ header, field })),
  })
  return { importSession }
}

async function storeDuplicates(work: Work, importId: string, duplicates: PreparedMapping['duplicates']): Promise<void> {
  const batches = work.rows(ImportBatch)
  await batches.update({ importId, duplicates: Not(IsNull()) }, { duplicates: null })
  for (const [number, ofBatch] of duplicates) await batches.update({ importId, number }, { duplicates: ofBatch })
}

async function findDuplicates(
  work: Work,
  session: ImportSession,
  columns: readonly ImportColumn[],
): Promise<PreparedMapping['duplicates']> {
  const emailIndex = columns.find(({ field }) => field === 'email')?.index
  const externalIdIndex = columns.find(({ field }) => field === 'externalId')?.index
  const emails = new AddressSet()
  const externalIds = new AddressSet()
  const found = new Map<number, Record<string, number>>()
  for await (const batch of readBatches(work, session)) {
    const ofBatch: Record<string, number> = {}
    ;(batch.rows as CsvRow[]).forEach((row, index) => {
      const [line, ...cells] = row
      const first = firstLine(emails, emailIndex, cells, line, canonicalAddress)
      const firstWithId = firstLine(externalIds, externalIdIndex, cells, line, (cell) => cell.trim())
      const earlier = first ?? firstWithId
      if (earlier !== undefined) ofBatch[index] = earlier
    })
    if (Object.keys(ofBatch).length > 0) found.set(batch.number, ofBatch)
  }
  return found
}

function firstLine(
  seen: AddressSet,
  columnIndex: number | undefined,
  cells: readonly string[],
  line: number,
  key: (cell: string) => string,
): number | undefined {
  const value = columnIndex === undefined ? '' : key(cells[columnIndex] ?? '')
  if (!value) return undefined
  const earlier = seen.get(value)
  if (earlier === undefined) seen.add(value, line)
  return earlier
}
