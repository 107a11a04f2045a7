import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { notFound, Refusal, type Mistake } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { isCustomKey } from '../users/custom-field.ts'
import { ImportBatch } from './import-row.ts'
import { loadImport, moveTo, requireMove, requireUnchanged, type ImportSession } from './import-session.ts'
import type { RowPlace } from './list-rows.ts'
import type { CsvRow } from './read-csv.ts'
import { relateRows, storeRelations, type RowRelations } from './relate-rows.ts'
import { editsOf, isEdit, type RowEdit, type RowEdits } from './row-edits.ts'

const MOST_ROWS = 500
const LONGEST_CELL = 10_000

/** What somebody wants done to a row. */
interface RowEditValues {
  /** As a spreadsheet shows it. */
  line: number
  cells?: readonly { columnIndex: number; value?: string | null | undefined }[] | null | undefined
  /** true leaves the row out, false takes it in again; left out: as it is. */
  skip?: boolean | null | undefined
}

export interface UpdateImportRowsValues {
  importId: string
  rows: readonly RowEditValues[]
}

/** Edits that can be made, to the import as it was when that was found out. */
interface PreparedEdits {
  seenAt: Date
  /** The new edits of each batch that has some of the rows. */
  edits: ReadonlyMap<number, RowEdits>
  /** Null where nothing was done that can change what the rows have to do with each other. */
  relations: RowRelations | null
  /** Of the rows, in the order of asking. */
  places: readonly RowPlace[]
}

/** Finds the rows and works out their edits: outside the transaction, for it may read through the whole file. */
export async function prepareRowEdits(work: Work, { importId, rows }: UpdateImportRowsValues): Promise<PreparedEdits> {
  requireManagePeople(work)
  const session = await loadImport(work, importId)
  requireMove(session, 'updateImportRows')
  checkEdits(session, rows)
  const finder = new RowFinder(work, session)
  const edits = new Map<number, Record<string, RowEdit>>()
  const places: RowPlace[] = []
  let mayRelate = false
  for (const [position, values] of rows.entries()) {
    const found = await finder.find(values.line)
    if (!found) throw noSuchLine(values.line, position)
    const { batch, index } = found
    const ofBatch = edits.get(batch.number) ?? { ...editsOf(batch) }
    edits.set(batch.number, ofBatch)
    const edit = newEdit(ofBatch[index], values)
    if (isEdit(edit)) ofBatch[index] = edit
    else delete ofBatch[index]
    mayRelate ||= changesWho(session, values)
    places.push([batch.number, index])
  }
  const relations = mayRelate ? await relateRows(work, session, session.columns, { pending: edits }) : null
  return { seenAt: session.updatedAt, edits, relations, places }
}

/** Corrects cells of rows and leaves rows out, or takes them in again. The state and the settings stay. */
export async function updateImportRows(
  work: Work,
  { importId, rows, prepared }: UpdateImportRowsValues & { prepared: PreparedEdits },
): Promise<{ importSession: ImportSession; places: readonly RowPlace[] }> {
  requireManagePeople(work)
  const { seenAt, edits, relations, places } = prepared
  const session = await loadImport(work, importId)
  requireMove(session, 'updateImportRows')
  requireUnchanged(session, seenAt, 'updateImportRows')
  const importSession = await moveTo(work, session, 'updateImportRows')
  for (const [number, ofBatch] of edits) {
    const isEmpty = Object.keys(ofBatch).length === 0
    await work.rows(ImportBatch).update({ importId, number }, { edits: isEmpty ? null : ofBatch })
  }
  if (relations) await storeRelations(work, importId, relations)
  await record(work, 'import.rows_updated', importId, {
    corrected: linesOf(rows, ({ cells }) => (cells ?? []).length > 0),
    leftOut: linesOf(rows, ({ skip }) => skip === true),
    takenIn: linesOf(rows, ({ skip }) => skip === false),
  })
  return { importSession, places }
}

function newEdit(old: RowEdit | undefined, { cells, skip }: RowEditValues): RowEdit {
  const corrected: Record<string, string> = { ...old?.cells }
  for (const { columnIndex, value } of cells ?? []) {
    if (value === null || value === undefined) delete corrected[columnIndex]
    else corrected[columnIndex] = value
  }
  return { cells: corrected, isLeftOut: skip ?? old?.isLeftOut ?? false }
}

const IDENTIFYING: ReadonlySet<string | null> = new Set(['email', 'externalId', 'manager'])

/** Whether the edit says who a row or its manager is, or whether it counts. */
function changesWho({ columns }: ImportSession, { cells, skip }: RowEditValues): boolean {
  if (skip !== null && skip !== undefined) return true
  const identifying = columns.filter(({ field }) => IDENTIFYING.has(field) || (field !== null && isCustomKey(field)))
  return (cells ?? []).some(({ columnIndex }) => identifying.some(({ index }) => index === columnIndex))
}

function checkEdits({ columns }: ImportSession, rows: readonly RowEditValues[]): void {
  const mistakes: Mistake[] = []
  const refuse = (code: Mistake['code'], message: string, hint: string, ...place: (string | number)[]) =>
    mistakes.push({ code, message, path: ['input', 'rows', ...place.map(String)], hint })
  if (rows.length > MOST_ROWS) {
    refuse('INVALID', `At most ${MOST_ROWS} rows can be changed at once, not ${rows.length}.`, 'Send them in parts.')
  }
  const lines = new Set<number>()
  rows.forEach(({ line, cells }, position) => {
    if (lines.has(line)) refuse('INVALID', `Line ${line} is named twice.`, 'Name each line once.', position, 'line')
    lines.add(line)
    for (const [at, { columnIndex, value }] of (cells ?? []).entries()) {
      if (!columns[columnIndex]) {
        const message = `There is no column ${columnIndex}: the file has the columns 0 to ${columns.length - 1}.`
        refuse('INVALID', message, 'Count columns from 0.', position, 'cells', at, 'columnIndex')
      }
      const letters = [...(value ?? '')].length
      if (letters > LONGEST_CELL) {
        const message = `A cell may have at most ${LONGEST_CELL} characters; this has ${letters}.`
        refuse('TOO_LONG', message, 'Shorten it.', position, 'cells', at, 'value')
      }
    }
  })
  const [first, ...others] = mistakes
  if (first) throw new Refusal(first, ...others)
}

function noSuchLine(line: number, position: number): Refusal {
  const [mistake] = notFound('row', String(line), ['input', 'rows', String(position), 'line']).mistakes
  return new Refusal({
    ...(mistake as Mistake),
    message: `There is no row with the line ${line} in the file.`,
    hint: 'Lines are counted as a spreadsheet shows them: the header is line 1. Blank lines are no rows.',
  })
}

function linesOf(rows: readonly RowEditValues[], belongs: (row: RowEditValues) => boolean): number[] {
  return rows.filter(belongs).map(({ line }) => line)
}

/** Finds rows by their line: lines rise from batch to batch, so that few batches are read for each. */
class RowFinder {
  private readonly work: Work
  private readonly session: ImportSession
  private readonly spans = new Map<number, { first: number; last: number }>()
  private last: ImportBatch | null = null

  constructor(work: Work, session: ImportSession) {
    this.work = work
    this.session = session
  }

  async find(line: number): Promise<{ batch: ImportBatch; index: number } | null> {
    let [low, high] = [0, this.session.batchCount - 1]
    while (low <= high) {
      const number = (low + high) >> 1
      const { first, last } = this.spans.get(number) ?? (await this.spanOf(number))
      if (line < first) high = number - 1
      else if (line > last) low = number + 1
      else return this.findIn(await this.batch(number), line)
    }
    return null
  }

  private findIn(batch: ImportBatch, line: number): { batch: ImportBatch; index: number } | null {
    const index = (batch.rows as CsvRow[]).findIndex(([own]) => own === line)
    return index < 0 ? null : { batch, index }
  }

  private async spanOf(number: number): Promise<{ first: number; last: number }> {
    const rows = (await this.batch(number)).rows as CsvRow[]
    const span = { first: rows[0]?.[0] ?? 0, last: rows.at(-1)?.[0] ?? 0 }
    this.spans.set(number, span)
    return span
  }

  private async batch(number: number): Promise<ImportBatch> {
    if (this.last?.number === number) return this.last
    const [batch] = await this.work.rows(ImportBatch).findIn('number', [number], { and: { importId: this.session.id } })
    if (!batch) throw notFound('import', this.session.id, ['input', 'importId'])
    return (this.last = batch)
  }
}
