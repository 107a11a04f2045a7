import { toCursor, type Connection, type PageRequest } from '../base/graphql/connection.ts'
import { Fault } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { ImportBatch, ImportUser } from './import-row.ts'
import type { ImportSession } from './import-session.ts'
import type { ImportSettings } from './import-settings.ts'
import { settledOutcomes } from './late-managers.ts'
import { openPlanning, planBatches, type Planning } from './plan-batches.ts'
import { withoutLateManager } from './plan-manager.ts'
import { RowAction, type FieldChange, type PlannedRow } from './planned-row.ts'
import { linesWithoutManager } from './preview-import.ts'
import type { CsvRow } from './read-csv.ts'
import { editsOf, isLeftOut } from './row-edits.ts'
import type { IssueSeverity, RowIssue, RowIssueCode } from './row-issue.ts'
import { rowOutcome, type RowOutcome } from './row-outcome.ts'
import { undoIssue } from './undo-outcome.ts'

/** Number of the batch of a row, and its place in it. */
export type RowPlace = readonly [batch: number, index: number]

/** A row of a file with what would become of it, or did. */
export class ImportRow {
  importId!: string
  place!: RowPlace
  line!: number
  /** As in the file. */
  cells!: readonly string[]
  /** Position of a column to the value that a person put in the place of the cell. */
  corrections!: Readonly<Record<string, string>>
  /** By a person, before it was committed. */
  isLeftOut!: boolean
  /** Null until the columns are mapped. */
  action!: RowAction | null
  userId!: string | null
  changes!: readonly FieldChange[]
  issues!: readonly RowIssue[]
}

export interface RowFilter {
  action?: readonly RowAction[] | null | undefined
  minSeverity?: IssueSeverity | null | undefined
  issue?: readonly RowIssueCode[] | null | undefined
  search?: string | null | undefined
}

/** One page of the rows of an import. With a filter every row is looked at, batch by batch, to count those that fit. */
export async function listRows(
  work: Work,
  session: ImportSession,
  settings: ImportSettings,
  { page, filter }: { page: PageRequest; filter: RowFilter | null },
): Promise<Connection<ImportRow>> {
  const reader = new RowReader(work, session, settings)
  const matches = filter ? matcher(filter) : () => true
  const rows: ImportRow[] = []
  for await (const row of rowsFrom(reader, session, page)) {
    if (matches(row)) rows.push(row)
    if (rows.length > page.take) break
  }
  const hasMore = rows.length > page.take
  const shown = rows.slice(0, page.take)
  if (page.backward) shown.reverse()
  const edges = shown.map((node) => ({ cursor: toCursor(node.place), node }))
  return {
    nodes: shown,
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: page.backward ? page.from !== null : hasMore,
      hasPreviousPage: page.backward ? hasMore : page.from !== null,
    },
    get totalCount() {
      return filter || hasNoRows(session) ? countRows(reader, session, matches) : session.rowCount
    },
  }
}

/** The rows at these places of an import, in their order; null where there is none. */
export async function findRows(
  work: Work,
  session: ImportSession,
  settings: ImportSettings,
  places: readonly RowPlace[],
): Promise<(ImportRow | null)[]> {
  const reader = new RowReader(work, session, settings)
  const found = new Map<string, ImportRow | null>()
  for (const number of new Set(places.map(([batch]) => batch))) {
    const rows = await reader.batch(number)
    for (const place of places) if (place[0] === number) found.set(place.join(), rows?.[place[1]] ?? null)
  }
  return places.map((place) => found.get(place.join()) ?? null)
}

/** All rows of an import in the order of the file, batch by batch. */
export async function* readRows(
  work: Work,
  session: ImportSession,
  settings: ImportSettings,
): AsyncGenerator<ImportRow[]> {
  const reader = new RowReader(work, session, settings)
  for (let number = 0; number < session.batchCount; number++) {
    const rows = await reader.batch(number)
    if (!rows) return
    yield rows
  }
}

async function* rowsFrom(reader: RowReader, session: ImportSession, page: PageRequest): AsyncGenerator<ImportRow> {
  const [fromBatch, fromIndex] = page.from === null ? [null, null] : placeOf(page.from)
  const step = page.backward ? -1 : 1
  const first = fromBatch ?? (page.backward ? session.batchCount - 1 : 0)
  for (let number = first; number >= 0 && number < session.batchCount; number += step) {
    const rows = await reader.batch(number)
    // Cancelled while it was being read.
    if (!rows) return
    const start = number === fromBatch ? fromIndex + step : page.backward ? rows.length - 1 : 0
    for (let index = start; index >= 0 && index < rows.length; index += step) yield rows[index] as ImportRow
  }
}

// They were deleted with the file.
function hasNoRows({ state, dataDeletedAt }: ImportSession): boolean {
  return dataDeletedAt !== null || state === 'CANCELLED' || state === 'EXPIRED'
}

async function countRows(
  reader: RowReader,
  session: ImportSession,
  matches: (row: ImportRow) => boolean,
): Promise<number> {
  let count = 0
  for (let number = 0; number < session.batchCount; number++) {
    for (const row of (await reader.batch(number)) ?? []) if (matches(row)) count++
  }
  return count
}

function placeOf(from: readonly unknown[]): RowPlace {
  const [number, index] = from
  if (Number.isInteger(number) && Number.isInteger(index)) return [number as number, index as number]
  throw new Fault('BAD_USER_INPUT', 'This cursor is not one that this list gave out.')
}

const SEVERITIES: readonly IssueSeverity[] = ['INFO', 'WARNING', 'ERROR']

function matcher({ action, minSeverity, issue, search }: RowFilter): (row: ImportRow) => boolean {
  const words = search?.trim().toLowerCase()
  const least = minSeverity ? SEVERITIES.indexOf(minSeverity) : -1
  return (row) =>
    (!action || (row.action !== null && action.includes(row.action))) &&
    (least < 0 || row.issues.some(({ severity }) => SEVERITIES.indexOf(severity) >= least)) &&
    (!issue || row.issues.some(({ code }) => issue.includes(code))) &&
    (!words || [...row.cells, ...Object.values(row.corrections)].some((cell) => cell.toLowerCase().includes(words)))
}

const TOUCHES: ReadonlySet<RowAction> = new Set(['CREATE', 'UPDATE', 'REACTIVATE'])

const NOT_REACHED: RowOutcome = [RowAction.NOT_REACHED, null, [], []]

/** Reads batches of an import: with their outcomes once they were applied, else with what is planned. */
class RowReader {
  private readonly work: Work
  private readonly session: ImportSession
  private readonly settings: ImportSettings
  private planning: Promise<Planning> | null = null
  private withoutManager: Promise<ReadonlySet<number>> | null = null

  constructor(work: Work, session: ImportSession, settings: ImportSettings) {
    this.work = work
    this.session = session
    this.settings = settings
  }

  async batch(number: number): Promise<ImportRow[] | null> {
    const importId = this.session.id
    const [batch] = await this.work.rows(ImportBatch).findIn('number', [number], { and: { importId } })
    if (!batch) return null
    const outcomes = batch.outcomes ? settledOutcomes(batch, this.session) : await this.planned(batch)
    const undoIssues = await this.undoIssues(outcomes ?? [])
    const edits = editsOf(batch)
    return (batch.rows as CsvRow[]).map(([line, ...cells], index) => {
      const [action, userId, changes, issues] = outcomes?.[index] ?? [null, null, [], []]
      return Object.assign(new ImportRow(), {
        importId,
        place: [number, index],
        line,
        cells,
        corrections: edits[index]?.cells ?? {},
        isLeftOut: isLeftOut(batch, index),
        action,
        userId,
        changes,
        issues: undoIssues.has(index) ? [...issues, undoIssues.get(index) as RowIssue] : issues,
      })
    })
  }

  /** Why users of these rows were left as they are when the import was taken back, by the index of the row. */
  private async undoIssues(outcomes: readonly RowOutcome[]): Promise<Map<number, RowIssue>> {
    const issues = new Map<number, RowIssue>()
    const { id: importId, undoStartedAt } = this.session
    if (!undoStartedAt) return issues
    const userIds = outcomes.flatMap(([action, userId]) => (userId && TOUCHES.has(action) ? userId : []))
    const touched = await this.work.rows(ImportUser).findIn('userId', userIds, { and: { importId } })
    const outcomeOf = new Map(touched.map(({ userId, undone }) => [userId, undone]))
    outcomes.forEach(([action, userId], index) => {
      const undone = userId && TOUCHES.has(action) ? outcomeOf.get(userId) : null
      const issue = undone ? undoIssue(undone) : null
      if (issue) issues.set(index, issue)
    })
    return issues
  }

  private async planned(batch: ImportBatch): Promise<RowOutcome[] | null> {
    const { state } = this.session
    if (state === 'UPLOADED') return null
    if (state === 'FAILED' || state === 'ABORTED') return Array.from({ length: batch.rowCount }, () => NOT_REACHED)
    this.planning ??= openPlanning(this.work, this.session, this.settings)
    const planning = await this.planning
    const [rows] = await planBatches(this.work, [batch], planning)
    const planned = rows as PlannedRow[]
    // Whether their managers will be there is seen from the whole file.
    const isOneWaiting = planned.some(({ write }) => write?.lateManager)
    const without = isOneWaiting ? await this.linesWithoutManager() : null
    return planned
      .map((row) => (without?.has(row.row.line) ? withoutLateManager(row, planning.context) : row))
      .map((row) => rowOutcome(row, row.user?.id ?? null))
  }

  private linesWithoutManager(): Promise<ReadonlySet<number>> {
    this.withoutManager ??= linesWithoutManager(this.work, this.session, this.settings)
    return this.withoutManager
  }
}
