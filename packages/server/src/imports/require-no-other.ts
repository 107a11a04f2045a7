import { IsNull, Not } from 'typeorm'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { ImportSession, ImportState } from './import-session.ts'

/** Refuses to apply an import, or to take it back, while another of the organization is. The caller locks the organization. */
export async function requireNoOther(work: Work, { id }: ImportSession): Promise<void> {
  const sessions = work.rows(ImportSession)
  const applied = await sessions.findOne({ state: ImportState.COMMITTING, id: Not(id) })
  const undone =
    applied ?? (await sessions.findOne({ undoStartedAt: Not(IsNull()), undoFinishedAt: IsNull(), id: Not(id) }))
  if (!undone) return
  throw new Refusal({
    code: 'IMPORT_BUSY',
    message: `Another import, ${undone.fileName}, is being ${applied ? 'committed' : 'taken back'}.`,
    path: ['input', 'importId'],
    hint: 'Try again when that is done.',
  })
}
