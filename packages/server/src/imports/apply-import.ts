import { In } from 'typeorm'
import { canManagePeople, grantableRoles } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { isRepeatable } from '../base/database.ts'
import { Fault } from '../base/errors.ts'
import { Role, systemViewer, ViewerKind, type Viewer } from '../base/viewer.ts'
import { inTransaction, workAs, type Work } from '../base/work.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { releaseEmails } from '../mail/release-emails.ts'
import { countOwners } from '../users/count-owners.ts'
import { saveUsers, type UserChange } from '../users/save-user.ts'
import { deactivated, User, UserStatus } from '../users/user.ts'
import { viewerOf } from '../users/viewer-of.ts'
import { WebhookEvent } from '../webhooks/webhook.ts'
import { announceImport } from './announce-import.ts'
import { applyBatches } from './apply-batches.ts'
import { tellCommitter } from './import-ended-email.ts'
import { ImportEffect, ImportUser } from './import-row.ts'
import { ImportSession, ImportState, moveTo } from './import-session.ts'
import type { ImportSettings } from './import-settings.ts'
import { giveLateManagers } from './late-managers.ts'
import { findBatches, type Planning } from './plan-batches.ts'
import { Tally } from './tally.ts'
import type { WrittenValues } from './written-values.ts'

const MOST_FAILURES = 6
const DEACTIVATED_TOGETHER = 500
// Neighbouring rows change the same pages of the indexes. Measured on SQLite: a commit after every 500 rows took longer
// than writing them, after every 5,000 a quarter of it. A process that dies repeats no more than these.
const BATCHES_TOGETHER = 10
/** Then others who wait for a worker come first. */
const TURN_MS = 5_000

export const APPLY_IMPORT = jobName<{ importId: string }>('apply-import')

/**
 * Applies a committed import, some batches at a time. Batches are written with the outcomes of their rows in one transaction, so a
 * process that dies leaves whole batches behind it and the next one goes on with the first that is not done. Imports of
 * several organizations take turns, however many and however large they are.
 */
export const applyImport = defineJob(
  APPLY_IMPORT,
  async (server, { organizationId, payload, failures, signal }) => {
    const { importId } = payload
    const transact = <Result>(body: (work: Work) => Promise<Result>) =>
      inTransaction(server, systemViewer(organizationId), body)
    const turnEnd = server.now().getTime() + TURN_MS
    const fence = await transact((work) => takeOver(work, importId))
    if (fence === null) return null
    try {
      let planning: Planning | null = null
      for (let step: Step = 'more'; step !== 'done';) {
        if (signal.aborted || server.now().getTime() >= turnEnd) return server.now()
        // What a rolled back transaction counted and named must not be trusted by its repetition.
        let kept: Planning | null = planning
        const next: { step: Step; planning: Planning | null } = await transact((work) => {
          const own = kept
          kept = null
          return takeStep(work, { importId, fence }, own)
        })
        step = next.step
        planning = next.planning
      }
      return null
    } catch (error) {
      if (error instanceof TakenOver) return null
      const reason = error instanceof RightsLost ? error.message : failures >= MOST_FAILURES ? GAVE_UP : null
      if (reason === null || isPassing(error)) throw error
      await transact((work) => giveUp(work, { importId, fence }, reason))
      return null
    }
  },
  { isLong: true },
)

const GAVE_UP =
  'Applying the rows failed again and again on our side. What was applied stays; commit again to go on behind it.'

type Step = 'more' | 'done'

/** An import in the hands of the worker that took it over last. */
interface Hold {
  importId: string
  fence: number
}

/** Another worker has the import now, or it is no longer being committed. */
class TakenOver extends Error {}

/** The one who committed may not do so any more. */
class RightsLost extends Error {}

function isPassing(error: unknown): boolean {
  return isRepeatable(error) || (error instanceof Fault && error.code === 'SERVICE_UNAVAILABLE')
}

async function takeOver(work: Work, importId: string): Promise<number | null> {
  const session = await work.rows(ImportSession).findOneForUpdate({ id: importId })
  if (session?.state !== ImportState.COMMITTING) return null
  const fence = session.fence + 1
  await work.rows(ImportSession).update({ id: importId }, { fence })
  return fence
}

async function hold(work: Work, { importId, fence }: Hold): Promise<ImportSession & { settings: ImportSettings }> {
  const session = await work.rows(ImportSession).findOneForUpdate({ id: importId, fence })
  if (session?.state !== ImportState.COMMITTING || !session.settings) throw new TakenOver()
  return session as ImportSession & { settings: ImportSettings }
}

async function takeStep(
  work: Work,
  held: Hold,
  kept: Planning | null,
): Promise<{ step: Step; planning: Planning | null }> {
  const session = await hold(work, held)
  const importing = await asCommitter(work, session)
  if (session.doneBatches < session.batchCount) {
    return { step: 'more', planning: await applyNextBatches(importing, session, kept) }
  }
  const isMore = (await giveLateManagers(importing, session)) || (await deactivateNext(importing, session))
  const step = isMore ? 'more' : 'done'
  if (step === 'done') await complete(importing, session)
  return { step, planning: null }
}

/** The work with the rights that the one who committed has at this moment. */
async function asCommitter(work: Work, session: ImportSession): Promise<Work> {
  const { committedByKind, committedById } = session
  const viewer = committedByKind && (await viewerOf(work, { kind: committedByKind, id: committedById }))
  if (viewer && canManagePeople(viewer)) return workAs(work, viewer)
  throw new RightsLost(
    'Whoever committed this import may not manage people any more. Somebody who may can commit it again to go on.',
  )
}

async function applyNextBatches(
  work: Work,
  session: ImportSession & { settings: ImportSettings },
  kept: Planning | null,
): Promise<Planning> {
  const batches = await findBatches(work, session.id, session.doneBatches, BATCHES_TOGETHER)
  if (batches.length === 0) throw new Error(`Batch ${session.doneBatches} of import ${session.id} is missing`)
  if (kept) kept.context.grantableRoles = grantableRoles(work.viewer)
  const { rows, invites, planning } = await applyBatches(work, session, batches, kept)
  const tally = new Tally(session.issueCounts)
  for (const row of rows) tally.add(row)
  const { actions } = tally
  await work.rows(ImportSession).update(
    { id: session.id },
    {
      doneBatches: session.doneBatches + batches.length,
      createdCount: session.createdCount + actions.CREATE,
      updatedCount: session.updatedCount + actions.UPDATE,
      reactivatedCount: session.reactivatedCount + actions.REACTIVATE,
      unchangedCount: session.unchangedCount + actions.UNCHANGED,
      skippedCount: session.skippedCount + actions.SKIP,
      failedCount: session.failedCount + actions.INVALID,
      inviteCount: session.inviteCount + invites,
      issueCounts: tally.issueCounts(),
    },
  )
  return planning
}

/** Deactivates the next of the users that were confirmed by number; false when none is left. */
async function deactivateNext(work: Work, session: ImportSession): Promise<boolean> {
  const owed = { importId: session.id, effect: ImportEffect.TO_DEACTIVATE }
  const next = await work.rows(ImportUser).find(owed, { order: { userId: 'ASC' }, take: DEACTIVATED_TOGETHER })
  if (next.length === 0) return false
  const userIds = next.map(({ userId }) => userId)
  const leaving = await whoMayGo(work, userIds)
  const now = work.now()
  await saveUsers(work, {
    add: [],
    change: leaving.map((user) => ({ user, changes: leaverChanges(work.viewer, user, now) })),
  })
  const leftIds = leaving.map(({ id }) => id)
  const ofImport = work.rows(ImportUser)
  await ofImport.update(
    { importId: session.id, userId: In(leftIds) },
    { effect: ImportEffect.DEACTIVATED, written: leavingAt(now) },
  )
  await ofImport.delete({ ...owed, userId: In(userIds) })
  await work
    .rows(ImportSession)
    .update({ id: session.id }, { deactivatedCount: session.deactivatedCount + leaving.length })
  return true
}

// Whom an HR integration calls a leaver comes back when it says so.
function leaverChanges(viewer: Viewer, user: User, now: Date): UserChange['changes'] {
  const hrFields = [...new Set([...(user.hrFields ?? []), 'status' as const])]
  return { ...deactivated(user, now), ...(viewer.kind === ViewerKind.HR_INTEGRATION && { hrFields }) }
}

// By the moment it is known whether somebody brought them back, or sent them away once more.
function leavingAt(now: Date): WrittenValues {
  const after = { status: UserStatus.DEACTIVATED, deactivatedAt: now.toISOString() }
  return { before: {}, after, teams: null }
}

// The preview left out whom an import must not deactivate; since then roles and owners may have changed.
async function whoMayGo(work: Work, userIds: readonly string[]): Promise<User[]> {
  const users = await work.rows(User).findForUpdate({ id: In([...userIds]) })
  const grantable = grantableRoles(work.viewer)
  let owners = await countOwners(work)
  return users.filter((user) => {
    const isSpared =
      user.status === UserStatus.DEACTIVATED || !grantable.includes(user.role) || user.id === work.viewer.id
    if (isSpared || user.role !== Role.OWNER) return !isSpared
    if (owners <= 1) return false
    owners--
    return true
  })
}

async function complete(work: Work, session: ImportSession): Promise<void> {
  await moveTo(work, session, 'complete', { finishedAt: work.now() })
  await releaseEmails(work, session.id)
  await announceImport(work, WebhookEvent.IMPORT_COMMITTED, session)
  await tellCommitter(work, session)
  const { createdCount, updatedCount, failedCount, deactivatedCount } = session
  await record(work, 'import.completed', session.id, { createdCount, updatedCount, failedCount, deactivatedCount })
}

// Those who were added are invited all the same.
async function giveUp(work: Work, held: Hold, failure: string): Promise<void> {
  const session = await hold(work, held)
  await moveTo(work, session, 'giveUp', { failure, finishedAt: work.now() })
  await releaseEmails(work, session.id)
  await announceImport(work, WebhookEvent.IMPORT_FAILED, session)
  await tellCommitter(work, session)
  await record(work, 'import.failed', session.id, { failure })
}
