import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { HrIntegration, loadHrIntegrationToChange, newHrToken, withToken } from '../access/hr-integration.ts'

const BOTH_WORK_MS = 24 * 3_600_000

/** Gives an integration another token, shown this once; the one before works for a day more, so that no sync breaks off. */
export async function rotateHrIntegrationToken(
  work: Work,
  { hrIntegrationId }: { hrIntegrationId: string },
): Promise<{ hrIntegration: HrIntegration; token: string }> {
  requireAdminister(work)
  const hrIntegration = await loadHrIntegrationToChange(work, hrIntegrationId)
  const token = newHrToken()
  const changes = {
    ...withToken(token),
    previousTokenHash: hrIntegration.tokenHash,
    previousTokenUntil: new Date(work.now().getTime() + BOTH_WORK_MS),
  }
  await work.rows(HrIntegration).update({ id: hrIntegrationId }, changes)
  await record(work, 'hr_integration.token_rotated', hrIntegrationId, {
    previousTokenUntil: changes.previousTokenUntil,
  })
  return { hrIntegration: Object.assign(hrIntegration, changes), token }
}
