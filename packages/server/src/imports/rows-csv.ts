import type { Work } from '../base/work.ts'
import { previewSettings } from './configure-import.ts'
import { addedColumns, csvLine, OUTCOME_HEADER, REASON_HEADERS } from './csv-line.ts'
import type { ImportColumn } from './import-column.ts'
import type { ImportSession } from './import-session.ts'
import { readRows, type ImportRow } from './list-rows.ts'
import { loadImportFields } from './load-fields.ts'
import { RowAction } from './planned-row.ts'

const BYTE_ORDER_MARK = '\uFEFF'
const DELIMITER_OF_WORKBOOKS = ','

/** Which rows of an import a file holds. */
export const RowSelection = {
  /** Those left out because they are invalid or could not be saved. */
  REFUSED: 'REFUSED',
  /** Those behind the place at which applying stopped. */
  NOT_REACHED: 'NOT_REACHED',
  /** All, with what became of each. */
  ALL: 'ALL',
} as const
export type RowSelection = keyof typeof RowSelection

interface Selecting {
  isChosen(row: ImportRow): boolean
  /** What is said behind the cells of the row, under these headers. */
  headers: readonly string[]
  told(row: ImportRow, labels: FieldLabels): readonly string[]
}

/** What people call the fields, by key. */
type FieldLabels = ReadonlyMap<string, string>

const SELECTIONS: Record<RowSelection, Selecting> = {
  REFUSED: { isChosen: ({ action }) => action === RowAction.INVALID, headers: REASON_HEADERS, told: reasonsOf },
  // Whom a person left out by hand must not come in with the rest.
  NOT_REACHED: {
    isChosen: ({ action, isLeftOut }) => action === RowAction.NOT_REACHED && !isLeftOut,
    headers: [],
    told: () => [],
  },
  ALL: {
    isChosen: () => true,
    headers: [OUTCOME_HEADER, ...REASON_HEADERS],
    told: (row, labels) => [outcomeOf(row), ...reasonsOf(row, labels)],
  },
}

/**
 * Rows of an import as a CSV file, piece by piece: its own columns, with the corrections that were made, then the
 * reasons. It opens in the spreadsheet from which the file came: same delimiter, a byte order mark, and nothing that
 * would be calculated.
 */
export async function* rowsCsv(work: Work, session: ImportSession, selection: RowSelection): AsyncGenerator<string> {
  const columns = originalColumns(session.columns)
  const labels = new Map((await loadImportFields(work)).map(({ key, label }) => [key, label]))
  const { headers, isChosen, told } = SELECTIONS[selection]
  const line = (cells: readonly string[]) => csvLine(cells, session.fileDelimiter || DELIMITER_OF_WORKBOOKS)
  yield BYTE_ORDER_MARK + line([...columns.map(({ header }) => header), ...headers])
  for await (const rows of readRows(work, session, previewSettings(session, null))) {
    const chosen = rows.filter(isChosen)
    if (chosen.length === 0) continue
    yield chosen.map((row) => line([...columns.map(({ index }) => cellOf(row, index)), ...told(row, labels)])).join('')
  }
}

// The columns of a file that was downloaded here, corrected and imported again are not added twice.
function originalColumns(columns: readonly ImportColumn[]): readonly ImportColumn[] {
  return columns.slice(0, columns.length - addedColumns(columns.map(({ header }) => header)))
}

function cellOf({ cells, corrections }: ImportRow, index: number): string {
  return corrections[index] ?? cells[index] ?? ''
}

const OUTCOMES: Record<RowAction, string> = {
  CREATE: 'created',
  UPDATE: 'updated',
  REACTIVATE: 'reactivated',
  UNCHANGED: 'unchanged',
  SKIP: 'skipped',
  INVALID: 'failed',
  NOT_REACHED: 'not reached',
}

function outcomeOf({ action }: ImportRow): string {
  return action ? OUTCOMES[action] : ''
}

function reasonsOf({ action, line, issues }: ImportRow, labels: FieldLabels): [fields: string, reasons: string] {
  const told = action === RowAction.INVALID ? issues.filter(({ severity }) => severity === 'ERROR') : issues
  if (told.length === 0) return ['', '']
  const fields = new Set(told.flatMap(({ field }) => labels.get(field ?? '') ?? []))
  return [[...fields].join(', '), `Line ${line}: ${told.map(({ message }) => message).join(' ')}`]
}
