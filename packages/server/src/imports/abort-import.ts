import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { notFound } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { releaseEmails } from '../mail/release-emails.ts'
import { tellCommitter } from './import-ended-email.ts'
import { ImportEffect, ImportUser } from './import-row.ts'
import { ImportSession, moveTo } from './import-session.ts'

/**
 * Stops an import that is being applied: what was written stays, those who were added are invited, and the rows behind
 * are not reached.
 */
export async function abortImport(
  work: Work,
  { importId }: { importId: string },
): Promise<{ importSession: ImportSession }> {
  requireManagePeople(work)
  // Whoever applies it holds it until the batches in hand are written.
  const session = await work.rows(ImportSession).findOneForUpdate({ id: importId })
  if (!session) throw notFound('import', importId, ['input', 'importId'])
  const importSession = await moveTo(work, session, 'abortImport', { finishedAt: work.now() })
  await work.rows(ImportUser).delete({ importId, effect: ImportEffect.TO_DEACTIVATE })
  await releaseEmails(work, importId)
  if (work.viewer.id !== session.committedById) await tellCommitter(work, importSession)
  const { createdCount, updatedCount, failedCount, deactivatedCount } = importSession
  await record(work, 'import.aborted', importId, { createdCount, updatedCount, failedCount, deactivatedCount })
  return { importSession }
}
