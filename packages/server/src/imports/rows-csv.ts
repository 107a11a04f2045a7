import type { Work } from '../base/work.ts'
import { previewSettings } from './configure-import.ts'
import { addedColumns, csvLine, OUTCOME_HEADER, REASON_HEADERS } from './csv-line.ts'
import { importField } from './fields.ts'
import type { ImportColumn } from './import-column.ts'
import type { ImportSession } from './import-session.ts'
import { readRows, type ImportRow } from './list-rows.ts'
import { RowAction } from './plan-row.ts'
import type { RowIssue } from './row-issue.ts'

const BYTE_ORDER_MARK = '\uFEFF'
const DELIMITER_OF_WORKBOOKS = ','

/** Which rows of an import a file holds. */
export const RowSelection = {
  /** Those left out because they are invalid or could not be saved. */
  REFUSED: 'REFUSED',
  /** All, with what became of each. */
  ALL: 'ALL',
} as const
export type RowSelection = keyof typeof RowSelection

/**
 * Rows of an import as a CSV file, piece by piece: its own columns, with the corrections that were made, then the
 * reasons. It opens in the spreadsheet from which the file came: same delimiter, a byte order mark, and nothing that
 * would be calculated.
 */
export async function* rowsCsv(work: Work, session: ImportSession, selection: RowSelection): AsyncGenerator<string> {
  const columns = originalColumns(session.columns)
  const added = selection === RowSelection.ALL ? [OUTCOME_HEADER, ...REASON_HEADERS] : REASON_HEADERS
  const line = (cells: readonly string[]) => csvLine(cells, session.fileDelimiter || DELIMITER_OF_WORKBOOKS)
  yield BYTE_ORDER_MARK + line([...columns.map(({ header }) => header), ...added])
  for await (const rows of readRows(work, session, previewSettings(session, null))) {
    const chosen = selection === RowSelection.ALL ? rows : rows.filter(({ action }) => action === RowAction.INVALID)
    if (chosen.length === 0) continue
    yield chosen
      .map((row) => {
        const outcome = selection === RowSelection.ALL ? [outcomeOf(row)] : []
        return line([...columns.map(({ index }) => cellOf(row, index)), ...outcome, ...reasonsOf(row)])
      })
      .join('')
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
}

function outcomeOf({ action }: ImportRow): string {
  return action ? OUTCOMES[action] : ''
}

function reasonsOf({ action, line, issues }: ImportRow): [fields: string, reasons: string] {
  const told = action === RowAction.INVALID ? issues.filter(({ severity }) => severity === 'ERROR') : issues
  if (told.length === 0) return ['', '']
  const fields = new Set(told.flatMap(({ field }) => labelOf(field) ?? []))
  return [[...fields].join(', '), `Line ${line}: ${told.map(({ message }) => message).join(' ')}`]
}

function labelOf(field: RowIssue['field']): string | undefined {
  return field === undefined ? undefined : importField(field)?.label
}
