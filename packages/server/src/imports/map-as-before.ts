import { createHash } from 'node:crypto'
import { In } from 'typeorm'
import type { Work } from '../base/work.ts'
import { bareCustomKey, isCustomKey, type CustomField } from '../users/custom-field.ts'
import { addedColumns } from './csv-line.ts'
import { choicesOf, type ImportColumn } from './import-column.ts'
import { ImportSession, ImportState } from './import-session.ts'

/** A mapping with which nothing was imported may be a mistake. */
const TRUSTED = [ImportState.COMMITTED, ImportState.FAILED, ImportState.ABORTED]

/**
 * The columns mapped as in the newest import with the same headers: a file that comes each month is mapped once. What a
 * file of rows that was downloaded here added to them is left out. Columns that were never seen stay as they are.
 */
export async function mapAsBefore(
  work: Work,
  columns: readonly ImportColumn[],
  customFields: readonly CustomField[],
): Promise<readonly ImportColumn[]> {
  const count = columns.length - addedColumns(columns.map(({ header }) => header))
  const sameHeaders = { headersSha256: headersSha256(columns.slice(0, count)), state: In(TRUSTED) }
  const [earlier] = await work.rows(ImportSession).find(sameHeaders, { order: { id: 'DESC' }, take: 1 })
  return columns.map((column, index) => {
    if (index >= count) return { ...column, suggestion: null, ignored: true }
    const before = earlier?.columns[index]
    if (!earlier || !before || isGone(before.field, customFields)) return column
    return { ...column, ...choicesOf(before), suggestion: suggestionAsBefore(before.field, earlier) }
  })
}

/** By which files with the same columns are recognized: their headers, in their order. */
export function headersSha256(columns: readonly { header: string }[]): string {
  const headers = columns.map(({ header }) => header.normalize('NFC').trim())
  return createHash('sha256').update(JSON.stringify(headers)).digest('hex')
}

function isGone(field: string | null, customFields: readonly CustomField[]): boolean {
  return field !== null && isCustomKey(field) && !customFields.some(({ key }) => key === bareCustomKey(field))
}

function suggestionAsBefore(field: string | null, { fileName, createdAt }: ImportSession): ImportColumn['suggestion'] {
  if (!field) return null
  const day = createdAt.toISOString().slice(0, 10)
  return { field, confidence: 1, reason: `mapped so in the import of ${fileName} on ${day}` }
}
