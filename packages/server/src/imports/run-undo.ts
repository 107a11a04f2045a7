import { In, IsNull, MoreThan, Not } from 'typeorm'
import { canManagePeople, grantableRoles } from '../access/permissions.ts'
import { AuditEvent } from '../audit/audit-event.ts'
import type { AuditAction } from '../audit/actions.ts'
import { record } from '../audit/record.ts'
import { isRepeatable, isUniqueViolation } from '../base/database.ts'
import { systemViewer, ViewerKind, viewerUserId } from '../base/viewer.ts'
import { inSavepoint, inTransaction, workAs, type Work } from '../base/work.ts'
import { Invite } from '../invites/invite.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { voidEmails } from '../mail/void-emails.ts'
import { countOwners } from '../users/count-owners.ts'
import { saveUsers } from '../users/save-user.ts'
import { User } from '../users/user.ts'
import { viewerOf } from '../users/viewer-of.ts'
import { ImportEffect, ImportUser } from './import-row.ts'
import { ImportSession, type ImportUndo } from './import-session.ts'
import { secondaryTeams } from './plan-batches.ts'
import { KEPT, type UndoOutcome } from './undo-outcome.ts'
import { planUndo, type PlannedUndo, type UndoContext } from './undo-user.ts'

const UNDONE_TOGETHER = 500
/** Then others who wait for a worker come first. */
const TURN_MS = 5_000

export const RUN_UNDO = jobName<{ importId: string }>('undo-import')

/**
 * Takes an import back, some users at a time. What is written to users and what became of each is one transaction, so a
 * process that dies leaves nobody half done, and the next one goes on with those who have no outcome yet.
 */
export const runUndo = defineJob(
  RUN_UNDO,
  async (server, { organizationId, payload, signal }) => {
    const { importId } = payload
    const transact = <Result>(body: (work: Work) => Promise<Result>) =>
      inTransaction(server, systemViewer(organizationId), body)
    const turnEnd = server.now().getTime() + TURN_MS
    const fence = await transact((work) => takeOver(work, importId))
    for (let isOwed = fence !== null; isOwed;) {
      if (signal.aborted || server.now().getTime() >= turnEnd) return server.now()
      isOwed = await transact((work) => undoNext(work, { importId, fence: fence as number }))
    }
    return null
  },
  { isLong: true },
)

type Undoing = ImportSession & { undoState: ImportUndo }

function isOwed(session: ImportSession | null): session is Undoing {
  return session !== null && session.undoState !== null && session.undoFinishedAt === null
}

async function takeOver(work: Work, importId: string): Promise<number | null> {
  const session = await work.rows(ImportSession).findOneForUpdate({ id: importId })
  if (!isOwed(session)) return null
  const fence = session.fence + 1
  await work.rows(ImportSession).update({ id: importId }, { fence })
  return fence
}

/** Takes back what was done to the next users; false when nobody is left, or another worker has the import. */
async function undoNext(work: Work, hold: { importId: string; fence: number }): Promise<boolean> {
  const { importId, fence } = hold
  const session = await work.rows(ImportSession).findOneForUpdate({ id: importId, fence })
  if (!isOwed(session)) return false
  const next = await work
    .rows(ImportUser)
    .find({ importId, undone: IsNull() }, { order: { userId: 'ASC' }, take: UNDONE_TOGETHER })
  if (next.length === 0) {
    await finish(work, session)
    return false
  }
  const { byKind, byId } = session.undoState
  const viewer = await viewerOf(work, { kind: byKind, id: byId })
  const own = viewer ? workAs(work, viewer) : work
  const drafts = await planNext(own, session, next, viewer && canManagePeople(viewer) ? grantableRoles(viewer) : [])
  await writeInParts(own, drafts)
  await keepOutcomes(work, session, drafts)
  return true
}

interface Draft extends PlannedUndo {
  touched: ImportUser
}

async function planNext(
  work: Work,
  session: Undoing,
  next: readonly ImportUser[],
  roles: UndoContext['grantableRoles'],
): Promise<Draft[]> {
  const ids = next.map(({ userId }) => userId)
  const users = await work.rows(User).findForUpdate({ id: In(ids) }, { order: { emailKey: 'ASC' } })
  const byId = new Map(users.map((user) => [user.id, user]))
  const madeIds = next.flatMap(({ effect, userId }) => (effect === ImportEffect.CREATED ? userId : []))
  const context: UndoContext = {
    now: work.now(),
    grantableRoles: roles,
    viewerUserId: viewerUserId(work.viewer),
    hrIntegrationId: session.committedByKind === ViewerKind.HR_INTEGRATION ? session.committedById : null,
    changedIds: await changedSince(work, session, madeIds),
    secondaryTeamIds: await secondaryTeams(work, users),
    owners: { left: await countOwners(work) },
  }
  return next.map((touched) => {
    const user = byId.get(touched.userId)
    return { touched, ...(user ? planUndo(touched, user, context) : { outcome: 'VALUES_GONE', change: null }) }
  })
}

const CHANGES: readonly AuditAction[] = [
  'user.added',
  'user.updated',
  'user.released',
  'user.handed_back',
  'user.reactivated',
  'user.password_set',
  'user.password_changed',
  'user.password_reset',
  'sso.linked',
]

/** Which of the users whom the import made were changed since, by a person or by another import. */
async function changedSince(work: Work, session: ImportSession, userIds: readonly string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set()
  const events = await work
    .rows(AuditEvent)
    .find(
      { subjectId: In([...userIds]), action: In([...CHANGES]) },
      { select: { organizationId: true, id: true, subjectId: true } },
    )
  const later = await work
    .rows(ImportSession)
    .find(
      { committingAt: MoreThan(session.committingAt as Date), id: Not(session.id) },
      { select: { organizationId: true, id: true } },
    )
  const touched =
    later.length === 0
      ? []
      : await work.rows(ImportUser).find({ importId: In(later.map(({ id }) => id)), userId: In([...userIds]) })
  const isStill = ({ effect, undone }: ImportUser) => effect !== ImportEffect.TO_DEACTIVATE && undone !== 'REVERSED'
  return new Set([
    ...(await movedByHr(work, session)),
    ...events.flatMap(({ subjectId }) => subjectId ?? []),
    ...touched.filter(isStill).map(({ userId }) => userId),
  ])
}

/** Who came into a team, or left one, because an HR system said so. */
async function movedByHr(work: Work, { id }: ImportSession): Promise<string[]> {
  const [committed] = await work
    .rows(AuditEvent)
    .find({ subjectId: id, action: 'import.committed' }, { order: { id: 'ASC' }, take: 1 })
  // Ids are in the order of time, and the events of an organization lie in the order of their ids.
  const later = committed && { action: 'team.members_changed', id: MoreThan(committed.id) }
  const moves = later ? await work.rows(AuditEvent).find(later) : []
  return moves.flatMap(({ details }) => {
    const { added = [], removed = [] } = (details ?? {}) as { added?: string[]; removed?: string[] }
    return [...added, ...removed]
  })
}

/** Writes half by half until the users whom the database refuses stand alone; those have it as their outcome. */
async function writeInParts(work: Work, drafts: readonly Draft[]): Promise<void> {
  const change = drafts.flatMap((draft) => draft.change ?? [])
  if (change.length === 0) return
  change.sort((a, b) => (a.user.emailKey < b.user.emailKey ? -1 : 1))
  try {
    await inSavepoint(work, (part) => saveUsers(part, { add: [], change }))
  } catch (error) {
    if (isRepeatable(error)) throw error
    const [first] = drafts
    if (drafts.length > 1) {
      const middle = drafts.length >> 1
      await writeInParts(work, drafts.slice(0, middle))
      await writeInParts(work, drafts.slice(middle))
    } else if (first) {
      if (!isUniqueViolation(error)) work.log.warn({ err: error, ...first.touched }, 'A user could not be taken back')
      Object.assign(first, { outcome: isUniqueViolation(error) ? 'TAKEN' : 'NOT_SAVED', change: null })
    }
  }
}

async function keepOutcomes(work: Work, session: Undoing, drafts: readonly Draft[]): Promise<void> {
  const { id: importId, undoState: undo } = session
  const idsBy = new Map<UndoOutcome, string[]>()
  for (const { outcome, touched } of drafts) idsBy.set(outcome, [...(idsBy.get(outcome) ?? []), touched.userId])
  for (const [undone, ids] of idsBy) {
    await work.rows(ImportUser).updateIn('userId', ids, { undone }, { and: { importId } })
  }
  const count = (isCounted: (outcome: UndoOutcome) => boolean) =>
    drafts.filter(({ outcome }) => isCounted(outcome)).length
  const reversed = count((outcome) => outcome === 'REVERSED')
  const kept = count((outcome) => KEPT.has(outcome))
  const gone = drafts.flatMap(({ touched, change }) =>
    change && touched.effect === ImportEffect.CREATED ? touched.userId : [],
  )
  await work.rows(ImportSession).update(
    { id: importId },
    {
      undoState: {
        ...undo,
        reversed: undo.reversed + reversed,
        kept: undo.kept + kept,
        failed: undo.failed + drafts.length - reversed - kept,
        invitesCancelled: undo.invitesCancelled + (await cancelInvites(work, gone)),
      },
    },
  )
}

/** Keeps invites that have not left from being sent; the links of those that have died with their users. */
async function cancelInvites(work: Work, userIds: readonly string[]): Promise<number> {
  if (userIds.length === 0) return 0
  const waiting = { userId: In([...userIds]), tokenHash: IsNull(), revokedAt: IsNull() }
  const ids = (await work.rows(Invite).find(waiting)).map(({ id }) => id)
  if (ids.length === 0) return 0
  await work.rows(Invite).updateIn('id', ids, { revokedAt: work.now() })
  await voidEmails(work, ids)
  return ids.length
}

async function finish(work: Work, session: Undoing): Promise<void> {
  await work.rows(ImportSession).update({ id: session.id }, { undoFinishedAt: work.now() })
  const { reversed, kept, failed, invitesCancelled } = session.undoState
  await record(work, 'import.undo_completed', session.id, { reversed, kept, failed, invitesCancelled })
}
