import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { User, UserSource } from '../users/user.ts'
import { HrIntegration, loadHrIntegrationToChange } from '../access/hr-integration.ts'

/** Removes an integration: its tokens end at once, and its users stay and are looked after by nobody. */
export async function deleteHrIntegration(
  work: Work,
  { hrIntegrationId }: { hrIntegrationId: string },
): Promise<{ hrIntegrationId: string }> {
  requireAdminister(work)
  const { name, protocol } = await loadHrIntegrationToChange(work, hrIntegrationId)
  await releaseUsers(work, hrIntegrationId)
  await work.rows(HrIntegration).delete({ id: hrIntegrationId })
  await record(work, 'hr_integration.deleted', hrIntegrationId, { name, protocol })
  return { hrIntegrationId }
}

// From now on they are people's to look after, and an import's to miss.
async function releaseUsers(work: Work, hrIntegrationId: string): Promise<void> {
  const unowned = { hrIntegrationId: null, hrFields: null, hrReleasedAt: null }
  await work.rows(User).update({ hrIntegrationId }, { source: UserSource.MANUAL, ...unowned })
}
