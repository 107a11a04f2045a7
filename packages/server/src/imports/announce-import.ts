import { globalId } from '../base/graphql/ids.ts'
import type { Work } from '../base/work.ts'
import { announce } from '../webhooks/announce.ts'
import type { ImportSession } from './import-session.ts'

/** Tells webhooks how an import ended, in the transaction that ends it. */
export function announceImport(
  work: Work,
  event: 'IMPORT_COMMITTED' | 'IMPORT_FAILED',
  session: ImportSession,
): Promise<void> {
  const { state, fileName, rowCount, createdCount, updatedCount, reactivatedCount, unchangedCount } = session
  const { skippedCount, failedCount, deactivatedCount, inviteCount, failure } = session
  return announce(work, event, () => [
    {
      import: {
        id: globalId('ImportSession', session.id),
        state,
        fileName,
        rowCount,
        createdCount,
        updatedCount,
        reactivatedCount,
        unchangedCount,
        skippedCount,
        failedCount,
        deactivatedCount,
        inviteCount,
        failure,
      },
    },
  ])
}
