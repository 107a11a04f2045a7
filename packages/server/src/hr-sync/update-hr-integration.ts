import { requireAdminister, requireGrant } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { checkDefaultRole, checkHrName, HrIntegration, loadHrIntegrationToChange } from '../access/hr-integration.ts'

/** Left out, or null, stays. */
export interface UpdateHrIntegrationValues {
  hrIntegrationId: string
  name?: string | null
  paused?: boolean | null
  sendInvites?: boolean | null
  deactivateLeavers?: boolean | null
  defaultRole?: Role | null
}

/** Changes, pauses or resumes an integration; while it is paused its HR system is refused everything. */
export async function updateHrIntegration(
  work: Work,
  { hrIntegrationId, ...input }: UpdateHrIntegrationValues,
): Promise<{ hrIntegration: HrIntegration }> {
  requireAdminister(work)
  const hrIntegration = await loadHrIntegrationToChange(work, hrIntegrationId)
  const { name, paused, sendInvites, deactivateLeavers, defaultRole } = hrIntegration
  const before = { name, paused, sendInvites, deactivateLeavers, defaultRole }
  const after = {
    name: input.name == null ? name : checkHrName(input.name),
    paused: input.paused ?? paused,
    sendInvites: input.sendInvites ?? sendInvites,
    deactivateLeavers: input.deactivateLeavers ?? deactivateLeavers,
    defaultRole: input.defaultRole == null ? defaultRole : checkDefaultRole(input.defaultRole),
  }
  if (JSON.stringify(after) === JSON.stringify(before)) return { hrIntegration }
  if (after.defaultRole !== defaultRole) requireGrant(work, after.defaultRole, ['input', 'defaultRole'])
  await work.rows(HrIntegration).update({ id: hrIntegrationId }, after)
  await record(work, 'hr_integration.updated', hrIntegrationId, { before, after })
  return { hrIntegration: Object.assign(hrIntegration, after) }
}
