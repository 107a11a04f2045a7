import { IsNull, Not } from 'typeorm'
import type { Work } from '../base/work.ts'
import { customFieldKey, isCustomKey, loadCustomFields } from '../users/custom-field.ts'
import { canonicalAddress } from '../users/email-address.ts'
import { AddressSet } from './address-set.ts'
import { cellOf, isClearMark, valueMapper } from './check-row.ts'
import type { ColumnChoices, ImportColumn } from './import-column.ts'
import { ImportBatch, type Repeated } from './import-row.ts'
import type { ImportSession } from './import-session.ts'
import { ManagerCircles } from './manager-circles.ts'
import { readBatches } from './plan-batches.ts'
import type { CsvRow } from './read-csv.ts'
import { editedRows, isLeftOut, type RowEdits } from './row-edits.ts'

/** What the rows of a file have to do with each other. */
export interface RowRelations {
  /** Batch number to its rows that repeat the person of an earlier line: index in the batch to that line. */
  duplicates: ReadonlyMap<number, Record<string, Repeated>>
  /** Batch number to the indexes of its rows whose manager has no row in the file. */
  outsideManagers: ReadonlyMap<number, number[]>
  /** Batch number to its rows that are the last of a circle of managers: line to the lines of the circle, for people. */
  managerCircles: ReadonlyMap<number, Record<string, string>>
}

type Column = Pick<ImportColumn, 'index'> & Pick<ColumnChoices, 'field'> & Partial<Pick<ColumnChoices, 'valueMappings'>>

interface Reading {
  /** Edits of batches that are not stored yet. */
  pending?: ReadonlyMap<number, RowEdits>
  /** Sees every row on the way. */
  alsoRead?(row: CsvRow): void
}

/**
 * Reads through the file for people who occur twice, managers who do not occur, and those who would manage each other. Rows
 * that are left out are nobody's.
 */
export async function relateRows(
  work: Work,
  session: Pick<ImportSession, 'id' | 'batchCount'>,
  columns: readonly Column[],
  { pending, alsoRead }: Reading = {},
): Promise<RowRelations> {
  const emails = new AddressSet()
  const externalIds = new AddressSet()
  const identifying = [
    ...columnsOf(columns, 'email', emails, canonicalAddress),
    ...columnsOf(columns, 'externalId', externalIds, externalIdOf),
    ...(await uniqueColumns(work, columns)),
  ]
  const duplicates = new Map<number, Record<string, Repeated>>()
  for await (const { number, rows, isOut } of editedBatches(work, session, pending)) {
    const ofBatch: Record<string, Repeated> = {}
    rows.forEach((row, index) => {
      alsoRead?.(row)
      if (isOut(index)) return
      const [earlier] = identifying.flatMap((column): Repeated[] => {
        const line = firstLine(column, row)
        return line === undefined ? [] : [[line, column.field]]
      })
      if (earlier) ofBatch[index] = earlier
    })
    if (Object.keys(ofBatch).length > 0) duplicates.set(number, ofBatch)
  }

  const outsideManagers = new Map<number, number[]>()
  const managers = columns.find(({ field }) => field === 'manager')
  if (!managers) return { duplicates, outsideManagers, managerCircles: new Map() }
  const nameOf = managerReader(managers)
  const circles = new ManagerCircles()
  const firstLines: { number: number; line: number }[] = []
  for await (const { number, rows, isOut } of editedBatches(work, session, pending)) {
    const repeated = duplicates.get(number)
    const ofBatch = rows.flatMap((row, index) => {
      const name = isOut(index) ? '' : nameOf(row)
      if (name === '') return []
      const managerLine = emails.get(canonicalAddress(name)) ?? externalIds.get(name)
      if (managerLine === undefined) return index
      if (!repeated?.[index]) circles.add(row[0], managerLine)
      return []
    })
    if (ofBatch.length > 0) outsideManagers.set(number, ofBatch)
    if (rows[0]) firstLines.push({ number, line: rows[0][0] })
  }
  return { duplicates, outsideManagers, managerCircles: byBatch(circles.find(), firstLines) }
}

function byBatch(
  circles: ReadonlyMap<number, string>,
  firstLines: readonly { number: number; line: number }[],
): RowRelations['managerCircles'] {
  const batches = new Map<number, Record<string, string>>()
  for (const [line, circle] of circles) {
    const number = firstLines.findLast((batch) => batch.line <= line)?.number ?? 0
    batches.set(number, { ...batches.get(number), [line]: circle })
  }
  return batches
}

/** Stores what was found in the place of what was found before. */
export async function storeRelations(
  work: Work,
  importId: string,
  { duplicates, outsideManagers, managerCircles }: RowRelations,
): Promise<void> {
  const batches = work.rows(ImportBatch)
  await batches.update({ importId, duplicates: Not(IsNull()) }, { duplicates: null })
  await batches.update({ importId, outsideManagers: Not(IsNull()) }, { outsideManagers: null })
  await batches.update({ importId, managerCircles: Not(IsNull()) }, { managerCircles: null })
  for (const number of new Set([...duplicates.keys(), ...outsideManagers.keys(), ...managerCircles.keys()])) {
    const found = {
      duplicates: duplicates.get(number) ?? null,
      outsideManagers: outsideManagers.get(number) ?? null,
      managerCircles: managerCircles.get(number) ?? null,
    }
    await batches.update({ importId, number }, found)
  }
}

async function* editedBatches(
  work: Work,
  session: Pick<ImportSession, 'id' | 'batchCount'>,
  pending: Reading['pending'],
): AsyncGenerator<{ number: number; rows: readonly CsvRow[]; isOut(index: number): boolean }> {
  for await (const batches of readBatches(work, session)) {
    for (const { number, rows, edits } of batches) {
      const batch = { rows, edits: pending?.get(number) ?? edits }
      yield { number, rows: editedRows(batch), isOut: (index) => isLeftOut(batch, index) }
    }
  }
}

// Of many people the employee ID, or the manager, may be taken away.
function externalIdOf(cell: string): string {
  const text = cell.trim()
  return isClearMark(text) ? '' : text
}

function managerReader({ index, valueMappings = [] }: Column): (row: CsvRow) => string {
  const idOf = idReader(valueMappings)
  return (row) => idOf(cellOf(row, index) ?? '')
}

function idReader(valueMappings: NonNullable<Column['valueMappings']>): (cell: string) => string {
  const mappedText = valueMapper(valueMappings)
  return (cell) => externalIdOf(mappedText(cell.trim()))
}

/** A column that says whom a row is about, with what the rows before said. */
interface IdentifyingColumn {
  field: string
  index: number
  seen: AddressSet
  keyOf(cell: string): string
}

function columnsOf(
  columns: readonly Column[],
  key: string,
  seen: AddressSet,
  keyOf: IdentifyingColumn['keyOf'],
): IdentifyingColumn[] {
  return columns.flatMap(({ field, index }) => (field === key ? { field, index, seen, keyOf } : []))
}

async function uniqueColumns(work: Work, columns: readonly Column[]): Promise<IdentifyingColumn[]> {
  if (!columns.some(({ field }) => field !== null && isCustomKey(field))) return []
  const unique = new Set<string>(
    (await loadCustomFields(work)).flatMap((field) => (field.unique ? customFieldKey(field.key) : [])),
  )
  return columns.flatMap(({ field, index, valueMappings = [] }) =>
    field !== null && unique.has(field) ? { field, index, seen: new AddressSet(), keyOf: idReader(valueMappings) } : [],
  )
}

function firstLine({ index, seen, keyOf }: IdentifyingColumn, row: CsvRow): number | undefined {
  const value = keyOf(cellOf(row, index) ?? '')
  if (!value) return undefined
  const earlier = seen.get(value)
  if (earlier === undefined) seen.add(value, row[0])
  return earlier
}
