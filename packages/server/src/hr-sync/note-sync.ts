import { inTransaction, type Server } from '../base/work.ts'
import { HrIntegration, MOST_FAILURES, viewerOfHrIntegration } from '../access/hr-integration.ts'

const MINUTE_MS = 60_000
const LONGEST_MESSAGE = 500

/** Notes that a request worked: to the minute, so that many requests are one write. */
export async function noteSuccess(server: Server, integration: HrIntegration): Promise<void> {
  const { lastSyncAt, consecutiveFailures } = integration
  const isFresh = lastSyncAt !== null && server.now().getTime() - lastSyncAt.getTime() < MINUTE_MS
  if (isFresh && consecutiveFailures === 0) return
  await inTransaction(server, viewerOfHrIntegration(integration), (work) =>
    work.rows(HrIntegration).update({ id: integration.id }, { lastSyncAt: work.now(), consecutiveFailures: 0 }),
  )
}

/** Keeps a refused request beside the newest others, for people to see. */
export async function noteFailure(
  server: Server,
  integration: HrIntegration,
  { externalId, message }: { externalId: string | null; message: string },
): Promise<void> {
  await inTransaction(server, viewerOfHrIntegration(integration), async (work) => {
    const found = await work.rows(HrIntegration).findOneForUpdate({ id: integration.id })
    if (!found) return
    const failure = { at: work.now().toISOString(), externalId, message: message.slice(0, LONGEST_MESSAGE) }
    await work.rows(HrIntegration).update(
      { id: integration.id },
      {
        recentFailures: [failure, ...found.recentFailures].slice(0, MOST_FAILURES),
        consecutiveFailures: found.consecutiveFailures + 1,
      },
    )
  })
}
