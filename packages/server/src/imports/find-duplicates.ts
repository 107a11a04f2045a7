import { IsNull, Not } from 'typeorm'
import type { Work } from '../base/work.ts'
import { canonicalAddress } from '../users/email-address.ts'
import { AddressSet } from './address-set.ts'
import { cellOf, isClearMark } from './check-row.ts'
import type { ImportColumn } from './import-column.ts'
import { ImportBatch } from './import-row.ts'
import type { ImportSession } from './import-session.ts'
import { readBatches } from './plan-batches.ts'
import type { CsvRow } from './read-csv.ts'
import { editedRows, isLeftOut, type RowEdits } from './row-edits.ts'

/** Batch number to its rows that repeat the person of an earlier line: index in the batch to that line. */
export type Duplicates = ReadonlyMap<number, Record<string, number>>

/**
 * Reads through the file for people who occur twice. `pending` holds edits of batches that are not stored yet; `alsoRead`
 * sees every row on the way. Rows that are left out repeat nobody.
 */
export async function findDuplicates(
  work: Work,
  session: Pick<ImportSession, 'id' | 'batchCount'>,
  columns: readonly Pick<ImportColumn, 'index' | 'field'>[],
  { pending, alsoRead }: { pending?: ReadonlyMap<number, RowEdits>; alsoRead?(row: CsvRow): void } = {},
): Promise<Duplicates> {
  const emailIndex = columns.find(({ field }) => field === 'email')?.index
  const externalIdIndex = columns.find(({ field }) => field === 'externalId')?.index
  const emails = new AddressSet()
  const externalIds = new AddressSet()
  const found = new Map<number, Record<string, number>>()
  for await (const batches of readBatches(work, session)) {
    for (const stored of batches) {
      const batch = { rows: stored.rows, edits: pending?.get(stored.number) ?? stored.edits }
      const ofBatch: Record<string, number> = {}
      editedRows(batch).forEach((row, index) => {
        alsoRead?.(row)
        if (isLeftOut(batch, index)) return
        const first = firstLine(emails, emailIndex, row, canonicalAddress)
        const firstWithId = firstLine(externalIds, externalIdIndex, row, externalIdOf)
        const earlier = first ?? firstWithId
        if (earlier !== undefined) ofBatch[index] = earlier
      })
      if (Object.keys(ofBatch).length > 0) found.set(stored.number, ofBatch)
    }
  }
  return found
}

/** Stores what was found in the place of what was found before. */
export async function storeDuplicates(work: Work, importId: string, duplicates: Duplicates): Promise<void> {
  const batches = work.rows(ImportBatch)
  await batches.update({ importId, duplicates: Not(IsNull()) }, { duplicates: null })
  for (const [number, ofBatch] of duplicates) await batches.update({ importId, number }, { duplicates: ofBatch })
}

// Of many people the employee ID may be taken away.
function externalIdOf(cell: string): string {
  const text = cell.trim()
  return isClearMark(text) ? '' : text
}

function firstLine(
  seen: AddressSet,
  columnIndex: number | undefined,
  row: CsvRow,
  key: (cell: string) => string,
): number | undefined {
  const value = columnIndex === undefined ? '' : key(cellOf(row, columnIndex) ?? '')
  if (!value) return undefined
  const earlier = seen.get(value)
  if (earlier === undefined) seen.add(value, row[0])
  return earlier
}
