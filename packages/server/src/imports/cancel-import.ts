import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { ImportBatch } from './import-row.ts'
import { ImportState, loadImport, moveTo, type ImportSession } from './import-session.ts'
import { askToDiscard } from './stage-file.ts'

/** Gives an import up and deletes its rows and its file; nothing was changed by then. Again it changes nothing. */
export async function cancelImport(work: Work, input: { importId: string }): Promise<{ importSession: ImportSession }> {
  requireManagePeople(work)
  const session = await loadImport(work, input.importId)
  if (session.state === ImportState.CANCELLED) return { importSession: session }
  const importSession = await moveTo(work, session, 'cancelImport')
  await work.rows(ImportBatch).delete({ importId: session.id })
  await askToDiscard(work, session.id)
  await record(work, 'import.cancelled', session.id)
  return { importSession }
}
