import type { Readable } from 'node:stream'
import { viewerOfHrIntegration, type HrIntegration } from '../access/hr-integration.ts'
import { requireManagePeople } from '../access/permissions.ts'
import { Refusal } from '../base/errors.ts'
import type { Viewer } from '../base/viewer.ts'
import { inTransaction, readingWork, type Server, type Work } from '../base/work.ts'
import { cancelImport } from '../imports/cancel-import.ts'
import { commitImport, prepareCommit } from '../imports/commit-import.ts'
import { checkSettings, type ImportSettingsValues } from '../imports/configure-import.ts'
import type { ColumnMapping } from '../imports/column-mapping.ts'
import type { FieldKey } from '../imports/fields.ts'
import type { ImportPlan } from '../imports/import-plan.ts'
import { ImportBatch } from '../imports/import-row.ts'
import { ImportSession, ImportState } from '../imports/import-session.ts'
import { mapColumns, prepareMapping } from '../imports/map-columns.ts'
import { previewImport } from '../imports/preview-import.ts'
import { dropStaged, stageFile, type StagedFile } from '../imports/stage-file.ts'
import { startImport } from '../imports/start-import.ts'
import { HrRoster } from './hr-roster.ts'
import { RosterProblem } from './roster-problem.ts'

/** A file with less than this share of the rows of the one before is not believed, unless there were few. */
const BELIEVED_SHARE = 0.5
const FEW_ROWS = 10

/** A roster as it came. */
interface SentRoster {
  content: Readable
  filename: string
  etag: string | null
}

/**
 * Takes a roster through every step of an import, guards included, up to the commit; the rows are applied like those of
 * any other. Null for a file that was taken before. A file that is refused changes nothing.
 */
export async function importRoster(
  server: Server,
  integration: HrIntegration,
  { content, filename, etag }: SentRoster,
): Promise<ImportSession | null> {
  const viewer = viewerOfHrIntegration(integration)
  requireManagePeople(readingWork(server, viewer))
  const staged = await stageFile(server, viewer, { content, filename, path: [] }).catch(explain)
  try {
    const roster = await rosterOf(server, viewer, integration)
    const isSame = roster.fileSha256 === staged.file.sha256
    if (isSame && (await isLastApplied(readingWork(server, viewer), roster))) {
      await dropStaged(server, viewer, staged.importId)
      await remember(server, viewer, integration, { etag })
      return null
    }
    await requireWhole(server, viewer, staged)
    requireBelievable(roster, staged)
    await inTransaction(server, viewer, (work) => startImport(work, { staged, carried: null }))
  } catch (error) {
    await dropStaged(server, viewer, staged.importId)
    throw error
  }
  const { importId, file, summary } = staged
  try {
    const session = await commit(server, integration, importId)
    const marks = { etag, fileSha256: file.sha256, rowCount: summary.rowCount, lastImportId: importId }
    await remember(server, viewer, integration, marks)
    return session
  } catch (error) {
    await inTransaction(server, viewer, (work) => cancelImport(work, { importId }))
    throw error
  }
}

async function commit(server: Server, integration: HrIntegration, importId: string): Promise<ImportSession> {
  const viewer = viewerOfHrIntegration(integration)
  const { mappings, settings: chosen } = await rosterOf(server, viewer, integration)
  const settings: ImportSettingsValues = {
    ...chosen,
    mode: integration.deactivateLeavers ? 'ADD_UPDATE_AND_DEACTIVATE_MISSING' : 'ADD_AND_UPDATE',
    invites: integration.sendInvites ? 'IMMEDIATE' : 'NONE',
    deactivatedUsers: 'REACTIVATE',
    defaultRole: integration.defaultRole,
  }
  const run: RosterRun = { server, viewer, importId, settings }
  const said = mappings ?? []
  await map(run, said)
  const leavers = integration.deactivateLeavers ? null : await leaversIn(run)
  if (leavers) await map(run, mappingsWith(said, leavers))
  let plan = await planOf(run)
  const cities = citiesOf(plan)
  if (cities) {
    await map(run, mappingsWith(leavers ? mappingsWith(said, leavers) : said, cities))
    plan = await planOf(run)
  }
  // Whoever runs the HR system has nobody to type a number; the limit of the organization stands all the same.
  const confirmDeactivations = plan.toDeactivate
  const prepared = await prepareCommit(readingWork(server, viewer), { importId, settings, confirmDeactivations })
  const { importSession } = await inTransaction(server, viewer, (work) => commitImport(work, { importId, prepared }))
  return importSession
}

interface RosterRun {
  server: Server
  viewer: Viewer
  importId: string
  settings: ImportSettingsValues
}

async function map({ server, viewer, importId }: RosterRun, mappings: readonly ColumnMapping[]): Promise<void> {
  const prepared = await prepareMapping(readingWork(server, viewer), { importId, mappings })
  await inTransaction(server, viewer, (work) => mapColumns(work, { importId, ...prepared }))
}

interface ColumnSay {
  mapping: ColumnMapping
  insteadOf: FieldKey
}

/** The mapping with another say on one column. */
function mappingsWith(mappings: readonly ColumnMapping[], { mapping, insteadOf }: ColumnSay): ColumnMapping[] {
  return [...mappings.filter(({ field }) => field !== insteadOf), mapping]
}

// A column that says who has left says nothing where leavers stay.
async function leaversIn({ server, viewer, importId }: RosterRun): Promise<ColumnSay | null> {
  const session = await readingWork(server, viewer).rows(ImportSession).findOne({ id: importId })
  const column = session?.columns.find(({ field }) => field === 'deactivate')
  return column ? { mapping: { index: column.index, field: null }, insteadOf: 'deactivate' } : null
}

async function planOf({ server, viewer, importId, settings }: RosterRun): Promise<ImportPlan> {
  const work = readingWork(server, viewer)
  const session = (await work.rows(ImportSession).findOne({ id: importId })) as ImportSession
  return (await previewImport(work, session, await checkSettings(work, session, settings))).plan
}

// HR systems write London for Europe/London. A person is asked whether that is meant; here there is nobody to ask.
function citiesOf({ valueSuggestions = [] }: ImportPlan): ColumnSay | null {
  const meant = valueSuggestions.filter(({ field, from, to }) => {
    const city = to.slice(to.lastIndexOf('/') + 1).replaceAll('_', ' ')
    return field === 'timeZone' && city.toLowerCase() === from.toLowerCase()
  })
  const [first] = meant
  if (!first) return null
  const values = meant.map(({ from, to }) => ({ from, to }))
  return { mapping: { index: first.columnIndex, field: 'timeZone', values }, insteadOf: 'timeZone' }
}

async function rosterOf(server: Server, viewer: Viewer, { id, name }: HrIntegration): Promise<HrRoster> {
  const roster = await readingWork(server, viewer).rows(HrRoster).findOne({ hrIntegrationId: id })
  if (!roster) throw new RosterProblem(`${name} has no roster.`)
  return roster
}

function remember(server: Server, viewer: Viewer, { id }: HrIntegration, marks: Partial<HrRoster>): Promise<number> {
  return inTransaction(server, viewer, (work) => work.rows(HrRoster).update({ hrIntegrationId: id }, marks))
}

/** Whether the last file was applied, or is being: an import that stopped is done again with the same file. */
export async function isLastApplied(work: Work, { lastImportId }: HrRoster): Promise<boolean> {
  const last = lastImportId === null ? null : await work.rows(ImportSession).findOne({ id: lastImportId })
  return last?.state === ImportState.COMMITTED || last?.state === ImportState.COMMITTING
}

// A file that was cut off mostly ends in the middle of a row; a workbook cannot be read at all then.
async function requireWhole(server: Server, viewer: Viewer, { importId, summary }: StagedFile): Promise<void> {
  const last = { importId, number: summary.batchCount - 1 }
  const batch = await readingWork(server, viewer).rows(ImportBatch).findOne(last)
  const row = ((batch?.rows ?? []) as [number, ...string[]][]).at(-1)
  if (!row || summary.format !== 'CSV' || row.length - 1 >= summary.columns.length) return
  throw new RosterProblem(
    `The file ends on line ${row[0]} in the middle of a row: ${row.length - 1} of ${summary.columns.length} cells. It was cut off, so nothing was changed.`,
  )
}

function requireBelievable({ rowCount }: HrRoster, { summary }: StagedFile): void {
  if (rowCount === null || rowCount < FEW_ROWS || summary.rowCount >= rowCount * BELIEVED_SHARE) return
  throw new RosterProblem(
    `The file has ${summary.rowCount} rows, and the one before had ${rowCount}. It does not look whole, so nothing was changed. If it is, save the roster again with updateHrIntegration and send it once more.`,
  )
}

/** What breaks off while it is read is no fault of ours. */
function explain(error: unknown): never {
  if (error instanceof Refusal || !isStreamError(error)) throw error
  throw new RosterProblem('The file broke off before its end, so nothing was changed.')
}

function isStreamError(error: unknown): boolean {
  const { code, name } = error as { code?: unknown; name?: string }
  return (
    code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || name === 'AbortError' || name === 'TimeoutError'
  )
}
