import { lockOrganization } from '../access/organization.ts'
import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { InviteMessage } from '../invites/invite-message.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { APPLY_IMPORT } from './apply-import.ts'
import { checkSettings, completed, type ImportSettingsValues } from './configure-import.ts'
import type { ImportPlan } from './import-plan.ts'
import { ImportEffect, ImportUser } from './import-row.ts'
import { ImportState, loadImport, moveTo, requireMove, requireUnchanged, type ImportSession } from './import-session.ts'
import type { ImportSettings } from './import-settings.ts'
import { FilePeople, missingUsers } from './missing-users.ts'
import { deactivationBlockers, invalidBlockers, planImport, refuseIf, sendAtBlockers } from './preview-import.ts'
import { requireNoOther } from './require-no-other.ts'

export interface CommitImportValues {
  importId: string
  settings?: ImportSettingsValues | null | undefined
  /** Exactly the number of users who would be deactivated, where there are any. */
  confirmDeactivations?: number | null | undefined
  /** Of the preview that shall be carried out. */
  expectedFingerprint?: string | null | undefined
}

/** What committing is going to do, and to the import as it was when that was worked out. */
export interface PreparedCommit {
  seenAt: Date
  settings: ImportSettings
  plan: ImportPlan
  deactivationIds: string[]
}

/**
 * Plans the whole import and asks its guards: outside the transaction, for it takes a while. Null for an import that is
 * under way already, or goes on where it stopped.
 */
export async function prepareCommit(work: Work, input: CommitImportValues): Promise<PreparedCommit | null> {
  requireManagePeople(work)
  const session = await loadImport(work, input.importId)
  if (isUnderWay(session)) return null
  requireMove(session, 'commitImport')
  if (session.state === ImportState.FAILED) return null
  // Those of an earlier mapping, or of an import that was replaced, are only a proposal.
  const proposed = session.state === ImportState.MAPPED ? null : session.settings
  const settings = input.settings ? await checkSettings(work, session, input.settings) : proposed && completed(proposed)
  if (!settings) throw settingsRequired()
  const people = FilePeople.of(session, settings)
  const now = work.now()
  const plan = await planImport(work, session, settings, people)
  refuseIf(sendAtBlockers(settings, now))
  refuseIf(invalidBlockers(plan))
  requireFingerprint(plan, input.expectedFingerprint)
  refuseIf(await deactivationBlockers(work, plan, input.confirmDeactivations ?? null))
  const deactivationIds: string[] = []
  if (people && plan.toDeactivate > 0) {
    for await (const users of missingUsers(work, { people, before: now }))
      deactivationIds.push(...users.map(({ id }) => id))
    if (deactivationIds.length !== plan.toDeactivate) throw stale()
  }
  return { seenAt: session.updatedAt, settings, plan, deactivationIds }
}

/** Step 4: lets the rows be applied. Again, while it is under way or when it is done, it changes nothing. */
export async function commitImport(
  work: Work,
  {
    importId,
    settings,
    prepared,
  }: Pick<CommitImportValues, 'importId' | 'settings'> & { prepared: PreparedCommit | null },
): Promise<{ importSession: ImportSession }> {
  requireManagePeople(work)
  // Two imports, or two clicks, at the same moment: one after the other.
  await lockOrganization(work)
  const session = await loadImport(work, importId)
  if (isUnderWay(session)) return { importSession: session }
  requireMove(session, 'commitImport')
  await requireNoOther(work, session)
  const importSession =
    session.state === ImportState.FAILED
      ? await goOn(work, session, settings ?? null)
      : await begin(work, session, prepared as PreparedCommit)
  await enqueue(work, APPLY_IMPORT, { importId }, { uniqueKey: `apply-import ${importId}` })
  await record(work, 'import.committed', importId, { settings: importSession.settings })
  return { importSession }
}

async function begin(work: Work, session: ImportSession, prepared: PreparedCommit): Promise<ImportSession> {
  const { seenAt, settings, plan, deactivationIds } = prepared
  requireUnchanged(session, seenAt, 'commitImport')
  const importSession = await moveTo(work, session, 'commitImport', {
    settings,
    plan,
    committedByKind: work.viewer.kind,
    committedById: work.viewer.id,
    committingAt: work.now(),
  })
  await work.rows(ImportUser).insertMany(
    deactivationIds.map((userId) => ({
      importId: session.id,
      userId,
      effect: ImportEffect.TO_DEACTIVATE,
      written: null,
      undone: null,
    })),
  )
  const { customMessage } = settings
  if (customMessage) await work.rows(InviteMessage).insert({ id: session.id, text: customMessage })
  return importSession
}

async function goOn(work: Work, session: ImportSession, values: ImportSettingsValues | null): Promise<ImportSession> {
  requireRows(session)
  const settings = values && (await checkSettings(work, session, values))
  const earlier = completed(session.settings as ImportSettings)
  if (settings && JSON.stringify(settings) !== JSON.stringify(earlier)) {
    throw new Refusal({
      code: 'INVALID',
      message: 'This import was begun with other settings and can only go on with the same.',
      path: ['input', 'settings'],
      hint: 'Leave settings out to go on behind the last row that was applied.',
    })
  }
  return moveTo(work, session, 'commitImport', {
    failure: null,
    finishedAt: null,
    committedByKind: work.viewer.kind,
    committedById: work.viewer.id,
  })
}

function requireRows({ state, dataDeletedAt, undoStartedAt }: ImportSession): void {
  if (!dataDeletedAt && !undoStartedAt) return
  const why = undoStartedAt ? 'it was taken back' : 'its rows were deleted after the time for which they are kept'
  throw new Refusal({
    code: 'IMPORT_STATE',
    message: `This import cannot go on: ${why}.`,
    path: ['input', 'importId'],
    hint: 'Upload the file again with startImport.',
    facts: { type: 'ImportStateError', currentState: state, allowedStates: [] },
  })
}

function isUnderWay({ state }: ImportSession): boolean {
  return state === ImportState.COMMITTING || state === ImportState.COMMITTED
}

function requireFingerprint(plan: ImportPlan, expected: string | null | undefined): void {
  if (expected !== undefined && expected !== null && expected !== plan.fingerprint) throw stale()
}

function stale(): Refusal {
  return new Refusal({
    code: 'PREVIEW_STALE',
    message: 'The users, the file or the settings have changed since that preview.',
    path: ['input', 'expectedFingerprint'],
    hint: 'Look at the preview again, then commit with its fingerprint.',
  })
}

function settingsRequired(): Refusal {
  return new Refusal({
    code: 'SETTINGS_REQUIRED',
    message: 'This import has no settings yet: nothing is applied and nobody is mailed by default.',
    path: ['input', 'settings'],
    hint: 'Give settings with mode and invites, or call configureImport first.',
  })
}
