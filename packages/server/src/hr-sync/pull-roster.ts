import { HrIntegration } from '../access/hr-integration.ts'
import { Fault, Refusal } from '../base/errors.ts'
import { systemViewer } from '../base/viewer.ts'
import { readingWork, type Server } from '../base/work.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { decryptSecret } from '../webhooks/webhook-secret.ts'
import { fetchRoster } from './fetch-roster.ts'
import { HrRoster } from './hr-roster.ts'
import { importRoster, isLastApplied } from './import-roster.ts'
import { nextTry } from './next-try.ts'
import { noteFailure, noteSuccess } from './note-sync.ts'
import { RosterProblem } from './roster-problem.ts'
import { nextRun } from './schedule.ts'

export const PULL_ROSTER = jobName<{ hrIntegrationId: string }>('pull-roster')

/** Fetches a roster and has it imported, and comes back at its next time; after a failure some minutes later. */
export const pullRoster = defineJob(
  PULL_ROSTER,
  async (server, { organizationId, payload: { hrIntegrationId } }) => {
    const work = readingWork(server, systemViewer(organizationId))
    const integration = await work.rows(HrIntegration).findOne({ id: hrIntegrationId })
    const roster = await work.rows(HrRoster).findOne({ hrIntegrationId })
    // Resuming an integration, and saving its roster, ask anew.
    if (!integration || !roster?.url || integration.paused) return null
    const { schedule, timeZone } = roster
    const times = schedule === null ? null : { schedule, timeZone }
    const problem = await pull(server, integration, roster)
    if (problem === null) {
      await noteSuccess(server, integration)
      return times && nextRun(times, server.now())
    }
    await noteFailure(server, integration, { externalId: null, message: problem })
    return nextTry(server, integration, times)
  },
  { isLong: true },
)

/** Answers why it was not taken, or null. */
async function pull(server: Server, integration: HrIntegration, roster: HrRoster): Promise<string | null> {
  const { url, etag, credential } = roster
  const { config, secretKey } = server
  try {
    const work = readingWork(server, systemViewer(integration.organizationId))
    const fetched = await fetchRoster({
      url: url as string,
      etag: (await isLastApplied(work, roster)) ? etag : null,
      authorization: credential && decryptSecret(secretKey, integration.id, credential),
      targets: config.webhookTargets,
    })
    if (fetched) await importRoster(server, integration, fetched)
    return null
  } catch (error) {
    if (error instanceof RosterProblem) return error.message
    if (error instanceof Refusal) return sentencesOf(error)
    if (error instanceof Fault) return error.message
    throw error
  }
}

/** A refusal as a person reads it. */
export function sentencesOf({ mistakes }: Refusal): string {
  return mistakes.flatMap(({ message, hint }) => (hint ? [message, hint] : [message])).join(' ')
}
