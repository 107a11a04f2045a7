import { In, MoreThan } from 'typeorm'
import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { User, UserSource } from '../users/user.ts'
import { HrUser } from './hr-user.ts'
import { HrIntegration, loadHrIntegrationToChange } from './hr-integration.ts'

const PAGE = 500

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
  for (let behind = ''; ;) {
    const next = { hrIntegrationId, userId: MoreThan(behind) }
    const page = await work.rows(HrUser).find(next, { order: { userId: 'ASC' }, take: PAGE })
    const ids = page.map(({ userId }) => userId)
    if (ids.length === 0) return
    await work.rows(User).update({ id: In(ids), source: UserSource.HR_SYNC }, { source: UserSource.MANUAL })
    behind = ids.at(-1) as string
  }
}
