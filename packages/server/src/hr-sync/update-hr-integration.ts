import { requireAdminister, requireGrant } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import {
  checkDefaultRole,
  checkHrName,
  HrIntegration,
  HrProtocol,
  loadHrIntegrationToChange,
} from '../access/hr-integration.ts'
import { askToPull, noRoster, saveRoster, toldRoster, type RosterValues } from './save-roster.ts'

/** Left out, or null, stays. */
export interface UpdateHrIntegrationValues {
  hrIntegrationId: string
  name?: string | null
  paused?: boolean | null
  sendInvites?: boolean | null
  deactivateLeavers?: boolean | null
  defaultRole?: Role | null
  roster?: RosterValues | null
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
  const isSame = JSON.stringify(after) === JSON.stringify(before)
  if (isSame && !input.roster) return { hrIntegration }
  if (after.defaultRole !== defaultRole) requireGrant(work, after.defaultRole, ['input', 'defaultRole'])
  await work.rows(HrIntegration).update({ id: hrIntegrationId }, after)
  if (input.roster && hrIntegration.protocol !== HrProtocol.ROSTER) throw noRoster()
  const roster = input.roster ? toldRoster(await saveRoster(work, hrIntegration, input.roster)) : undefined
  // While it was paused its turns passed.
  if (paused && !after.paused && hrIntegration.protocol === HrProtocol.ROSTER) await askToPull(work, hrIntegrationId)
  await record(work, 'hr_integration.updated', hrIntegrationId, {
    before,
    after: { ...after, ...(roster && { roster }) },
  })
  return { hrIntegration: Object.assign(hrIntegration, after) }
}
