import { setTimeout as wait } from 'node:timers/promises'
import { canManagePeople, requireManagePeople } from '../access/permissions.ts'
import { Fault } from '../base/errors.ts'
import type { Viewer } from '../base/viewer.ts'
import { readingWork, type Server, type Work } from '../base/work.ts'
import { viewerOf } from '../users/viewer-of.ts'
import { ImportSession, ImportState } from './import-session.ts'
import { importProgress, ImportPhase, type ImportProgress } from './report-import.ts'

const LOOK_EVERY_MS = 250
/** One that nobody has committed moves when a person does something. */
const LOOK_AT_WAITING_EVERY_MS = 1_000
const ASK_FOR_RIGHTS_EVERY_MS = 10_000

/**
 * How far an import is: at once, then each time that something has changed, at most four times a second, and a last time
 * when it has ended. Whoever loses the right to see it is shown no more.
 */
export function watchImport(server: Server, viewer: Viewer, importId: string): AsyncGenerator<ImportProgress> {
  const work = readingWork(server, viewer)
  // Before the stream begins, so that a refusal is an answer like any other, and written down.
  requireManagePeople(work)
  return progressOf(server, work, importId)
}

async function* progressOf(server: Server, work: Work, importId: string): AsyncGenerator<ImportProgress> {
  const { viewer } = work
  let askedAt = server.now().getTime()
  let shown = ''
  for (;;) {
    const session = await work.rows(ImportSession).findOne({ id: importId })
    if (!session) throw new Fault('BAD_USER_INPUT', 'There is no import with this id.')
    const progress = importProgress(session, server.now())
    const text = JSON.stringify(progress)
    if (text !== shown) yield progress
    shown = text
    if (progress.phase === ImportPhase.DONE) return
    await wait(session.state === ImportState.COMMITTING ? LOOK_EVERY_MS : LOOK_AT_WAITING_EVERY_MS)
    if (server.now().getTime() - askedAt < ASK_FOR_RIGHTS_EVERY_MS) continue
    const now = await viewerOf(work, viewer)
    if (!now || !canManagePeople(now)) throw new Fault('FORBIDDEN', 'You may not manage people any more.')
    askedAt = server.now().getTime()
  }
}
