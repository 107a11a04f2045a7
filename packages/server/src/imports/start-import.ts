import { In } from 'typeorm'
import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { viewerUserId } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { Team } from '../teams/team.ts'
import { loadCustomFields } from '../users/custom-field.ts'
import { askToExpire } from './expire-imports.ts'
import { guessColumns } from './guess-columns.ts'
import { ImportSession, ImportState, OPEN_STATES } from './import-session.ts'
import { headersSha256, mapAsBefore } from './map-as-before.ts'
import { storeRelations } from './relate-rows.ts'
import { giveUpReplaced, type CarriedOver } from './replace-import.ts'
import { useUpload } from './open-upload.ts'
import { LONGEST_FILENAME, type StagedFile } from './stage-file.ts'

const MOST_OPEN_IMPORTS = 20

/**
 * Step 1: makes an import of a file that was read, with a suggestion for each column. No user is written. It may take
 * the place of an earlier one, whose mapping stays where it fits and whose settings stay as a proposal.
 */
export async function startImport(
  work: Work,
  { staged, carried }: { staged: StagedFile; carried: CarriedOver | null },
): Promise<{ importSession: ImportSession }> {
  requireManagePeople(work)
  if (carried) await giveUpReplaced(work, carried.replaced)
  await requireRoom(work)
  const { importId, uploadId, filename, file, summary } = staged
  if (uploadId) await useUpload(work, uploadId, importId)
  const teams = await work.rows(Team).find()
  const customFields = await loadCustomFields(work)
  const suggestions = guessColumns(summary.columns, { teams: teams.map(({ name }) => name), customFields })
  const columns = summary.columns.map(({ index, header, samples, emptyCells }) => ({
    index,
    header,
    samples,
    emptyCells,
    suggestion: suggestions[index] ?? null,
    field: null,
    ignored: false,
    valueMappings: [],
    ...carried?.columns.get(index),
  }))
  const now = work.now()
  const importSession = await work.rows(ImportSession).insert({
    id: importId,
    state: carried?.relations ? ImportState.MAPPED : ImportState.UPLOADED,
    fileName: filename.slice(-LONGEST_FILENAME),
    fileBytes: file.bytes,
    fileSha256: file.sha256,
    fileEncoding: summary.encoding,
    fileDelimiter: summary.delimiter ?? '',
    fileLayout: {
      format: summary.format,
      headerRow: summary.headerRow,
      sheet: summary.sheet,
      sheets: summary.sheets,
    },
    fileWarnings: [...file.warnings, ...summary.warnings],
    rowCount: summary.rowCount,
    batchCount: summary.batchCount,
    columns: carried ? columns : [...(await mapAsBefore(work, columns, customFields))],
    headersSha256: headersSha256(columns),
    settings: carried?.replaced.settings ?? null,
    plan: null,
    committedByKind: null,
    committedById: null,
    doneBatches: 0,
    fence: 0,
    createdCount: 0,
    updatedCount: 0,
    reactivatedCount: 0,
    unchangedCount: 0,
    skippedCount: 0,
    failedCount: 0,
    deactivatedCount: 0,
    inviteCount: 0,
    issueCounts: [],
    failure: null,
    createdById: viewerUserId(work.viewer),
    createdAt: now,
    updatedAt: now,
    committingAt: null,
    finishedAt: null,
    undoState: null,
    undoStartedAt: null,
    undoFinishedAt: null,
    dataDeletedAt: null,
  })
  if (carried?.relations) await storeRelations(work, importId, carried.relations)
  await askToExpire(work)
  await record(work, 'import.started', importId, {
    file: importSession.fileName,
    sha256: file.sha256,
    ...(carried && { replaces: carried.replaced.id }),
  })
  return { importSession }
}

async function requireRoom(work: Work): Promise<void> {
  const open = await work.rows(ImportSession).count({ state: In([...OPEN_STATES]) })
  if (open < MOST_OPEN_IMPORTS) return
  throw new Refusal({
    code: 'INVALID',
    message: `There are ${open} imports that were started and not committed, and at most ${MOST_OPEN_IMPORTS} may be.`,
    path: ['input'],
    hint: 'Commit one of them, or give one up with cancelImport.',
  })
}
