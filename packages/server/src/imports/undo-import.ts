import { lockOrganization } from '../access/organization.ts'
import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Config } from '../base/config.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { ImportEffect, ImportUser } from './import-row.ts'
import { loadImport, moveTo, requireMove, type ImportSession } from './import-session.ts'
import { requireNoOther } from './require-no-other.ts'
import { RUN_UNDO } from './run-undo.ts'

const DAY_MS = 24 * 3_600_000

/**
 * Takes an import back: previous values return, users it made are deactivated and their invites end, users it
 * deactivated come back. Whoever was changed since is left alone and told in its rows. Again, while that is under way,
 * it changes nothing.
 */
export async function undoImport(
  work: Work,
  { importId }: { importId: string },
): Promise<{ importSession: ImportSession }> {
  requireManagePeople(work)
  await lockOrganization(work)
  const session = await loadImport(work, importId)
  if (session.undoStartedAt && !session.undoFinishedAt) return { importSession: session }
  requireMove(session, 'undoImport')
  requireUndoable(session, work.now(), work.config)
  await requireNoOther(work, session)
  const { kind, id } = work.viewer
  const undoState = { byKind: kind, byId: id, reversed: 0, kept: 0, failed: 0, invitesCancelled: 0 }
  const importSession = await moveTo(work, session, 'undoImport', { undoState, undoStartedAt: work.now() })
  // Of one that stopped before its end: nothing was done to them.
  await work.rows(ImportUser).delete({ importId, effect: ImportEffect.TO_DEACTIVATE })
  await enqueue(work, RUN_UNDO, { importId }, { uniqueKey: `undo-import ${importId}` })
  await record(work, 'import.undone', importId)
  return { importSession }
}

/** Until when an import can be taken back; null for one that cannot. */
export function undoableUntil(session: ImportSession, { undoDays }: Config): Date | null {
  const { finishedAt, undoStartedAt, dataDeletedAt } = session
  if (!finishedAt || undoStartedAt || dataDeletedAt) return null
  return new Date(finishedAt.getTime() + undoDays * DAY_MS)
}

function requireUndoable(session: ImportSession, now: Date, config: Config): void {
  const until = undoableUntil(session, config)
  if (until && until > now) return
  throw new Refusal({
    code: 'UNDO_NOT_POSSIBLE',
    message: session.undoFinishedAt
      ? `This import was taken back already, on ${session.undoFinishedAt.toISOString()}.`
      : `This import ended too long ago: one can be taken back for ${config.undoDays} days.`,
    path: ['input', 'importId'],
    hint: 'Change the users by hand, or import a file with the values they should have.',
  })
}
