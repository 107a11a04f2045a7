import { In } from 'typeorm'
import type { Work } from '../base/work.ts'
import { addedColumns } from './csv-line.ts'
import type { ImportColumn } from './import-column.ts'
import { ImportSession, ImportState } from './import-session.ts'

/** A file of refused rows is corrected and imported again soon after. */
const LOOKED_THROUGH = 50
const ENDED = [ImportState.COMMITTED, ImportState.FAILED]

/**
 * The columns of a file of rows that was downloaded here, mapped as in the import that it came from: the newest one with
 * the same headers. What our file added to them is left out. Those of any other file stay as they are.
 */
export async function mapAsBefore(work: Work, columns: readonly ImportColumn[]): Promise<readonly ImportColumn[]> {
  const count = columns.length - addedColumns(columns.map(({ header }) => header))
  if (count === columns.length) return columns
  const headers = headersOf(columns.slice(0, count))
  const ended = await work
    .rows(ImportSession)
    .find({ state: In(ENDED) }, { order: { id: 'DESC' }, take: LOOKED_THROUGH })
  const origin = ended.find((session) => headersOf(session.columns.slice(0, count)) === headers)
  return columns.map((column, index) => {
    if (index >= count) return { ...column, suggestion: null, ignored: true }
    const { field = null, ignored = false, valueMappings = [] } = origin?.columns[index] ?? {}
    return { ...column, field, ignored, valueMappings }
  })
}

function headersOf(columns: readonly ImportColumn[]): string {
  return JSON.stringify(columns.map(({ header }) => header.trim()))
}
