import { HrIntegration, viewerOfHrIntegration } from '../access/hr-integration.ts'
import { requireManagePeople } from '../access/permissions.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, readingWork, type Server, type Work } from '../base/work.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { openFetchOutside } from '../sign-in/fetch-outside.ts'
import { canonicalAddress } from '../users/email-address.ts'
import { User } from '../users/user.ts'
import { decryptSecret } from '../webhooks/webhook-secret.ts'
import { SourceProblem, type HrSource, type HrSourcePage } from './hr-source.ts'
import { HrSourceSettings } from './hr-source-settings.ts'
import { HrUser } from './hr-user.ts'
import { nextTry } from './next-try.ts'
import { noteFailure, noteSuccess } from './note-sync.ts'
import { isSourceProtocol, openHrSource } from './open-hr-source.ts'
import { addHrUser, pushUser } from './push-user.ts'
import { removeHrUser } from './remove-user.ts'
import { nextRun } from './schedule.ts'
import { scimProblemOf } from './scim-error.ts'
import type { ScimDocument } from './scim-normalise.ts'
import { scimValues } from './scim-user.ts'

const LIMITS = { longestCallMs: 30_000, mostBytes: 20_000_000 }
/** Then others who wait for a worker come first. */
const TURN_MS = 5_000

export const SYNC_SOURCE = jobName<{ hrIntegrationId: string }>('sync-source')

/**
 * Asks an HR system who has changed, and writes them page by page with the mark of each, so that a process that dies,
 * and an HR system that wants to be left alone, cost no more than one page. Comes back at the next time of the schedule.
 */
export const syncSource = defineJob(
  SYNC_SOURCE,
  async (server, { organizationId, payload: { hrIntegrationId }, signal }) => {
    const work = readingWork(server, systemViewer(organizationId))
    const integration = await work.rows(HrIntegration).findOne({ id: hrIntegrationId })
    const settings = await work.rows(HrSourceSettings).findOne({ hrIntegrationId })
    // Resuming an integration asks anew.
    if (!integration || !settings || integration.paused) return null
    const turnEnd = server.now().getTime() + TURN_MS
    try {
      for await (const page of sourceOf(server, integration, settings).changedSince(settings.mark)) {
        await writePage(server, integration, page)
        if (signal.aborted || server.now().getTime() >= turnEnd) return server.now()
      }
    } catch (error) {
      if (!(error instanceof SourceProblem)) throw error
      const { retryAfterSeconds, message } = error
      if (retryAfterSeconds !== null) return new Date(server.now().getTime() + retryAfterSeconds * 1_000)
      await noteFailure(server, integration, { externalId: null, message })
      return nextTry(server, integration, settings)
    }
    await noteSuccess(server, integration)
    return nextRun(settings, server.now())
  },
  { isLong: true },
)

function sourceOf(server: Server, { id, protocol }: HrIntegration, { url, credential }: HrSourceSettings): HrSource {
  if (!isSourceProtocol(protocol)) throw new Error(`${protocol} is no HR system that is asked`)
  const apiKey = credential === null ? '' : decryptSecret(server.secretKey, id, credential)
  return openHrSource(protocol, { url, apiKey, fetch: openFetchOutside(server.config.webhookTargets, LIMITS) })
}

async function writePage(server: Server, integration: HrIntegration, page: HrSourcePage): Promise<void> {
  const viewer = viewerOfHrIntegration(integration)
  const write = async (externalId: string | null, verb: (work: Work) => Promise<unknown>) => {
    try {
      await inTransaction(server, viewer, verb)
    } catch (error) {
      // What is wrong with one person is told, and keeps nobody else from being written.
      const problem = scimProblemOf(error)
      if (!problem || problem.status >= 500) throw error
      await noteFailure(server, integration, { externalId, message: problem.message })
    }
  }
  for (const document of page.people) {
    const { externalId } = document
    const calledSo = typeof externalId === 'string' ? externalId : null
    await write(calledSo, (work) => writePerson(work, integration, { externalId: calledSo, document }))
  }
  for (const externalId of page.goneIds) {
    await write(externalId, (work) => removePerson(work, integration, externalId))
  }
  await inTransaction(server, viewer, (work) =>
    work.rows(HrSourceSettings).update({ hrIntegrationId: integration.id }, { mark: page.mark }),
  )
}

async function writePerson(
  work: Work,
  integration: HrIntegration,
  { externalId, document }: { externalId: string | null; document: ScimDocument },
): Promise<void> {
  requireManagePeople(work)
  const known = externalId === null ? null : await hrUserOf(work, integration, externalId)
  const change = () => document
  if (known) {
    const isReturning = known.removedAt !== null
    await pushUser(work, integration, { userId: known.userId, isReturning, change })
    return
  }
  // Whoever left before the first sync was never here.
  if (document['active'] === false) return
  const { email } = scimValues(document, integration).input
  const user = await work.rows(User).findOne({ emailKey: canonicalAddress(email) })
  if (user) await pushUser(work, integration, { userId: user.id, change })
  else await addHrUser(work, integration, document)
}

async function removePerson(work: Work, integration: HrIntegration, externalId: string): Promise<void> {
  requireManagePeople(work)
  const known = await hrUserOf(work, integration, externalId)
  if (known && known.removedAt === null) await removeHrUser(work, integration, known.userId)
}

function hrUserOf(work: Work, { id }: HrIntegration, externalId: string): Promise<HrUser | null> {
  return work.rows(HrUser).findOne({ hrIntegrationId: id, externalId })
}
