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
import { askToSync, noSource, saveSource, toldSource, type HrSourceValues } from './save-source.ts'

/** Left out, or null, stays. */
export interface UpdateHrIntegrationValues {
  hrIntegrationId: string
  name?: string | null
  paused?: boolean | null
  sendInvites?: boolean | null
  deactivateLeavers?: boolean | null
  defaultRole?: Role | null
  roster?: RosterValues | null
  source?: HrSourceValues | null
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
  if (isSame && !input.roster && !input.source) return { hrIntegration }
  if (after.defaultRole !== defaultRole) requireGrant(work, after.defaultRole, ['input', 'defaultRole'])
  await work.rows(HrIntegration).update({ id: hrIntegrationId }, after)
  const reached = await howItIsReached(work, hrIntegration, input)
  // While it was paused its turns passed.
  if (paused && !after.paused) await askAnew(work, hrIntegration)
  await record(work, 'hr_integration.updated', hrIntegrationId, { before, after: { ...after, ...reached } })
  return { hrIntegration: Object.assign(hrIntegration, after) }
}

async function howItIsReached(
  work: Work,
  integration: HrIntegration,
  { roster, source }: Pick<UpdateHrIntegrationValues, 'roster' | 'source'>,
): Promise<object> {
  if (roster && integration.protocol !== HrProtocol.ROSTER) throw noRoster()
  if (source && integration.protocol !== HrProtocol.BAMBOOHR) throw noSource()
  return {
    ...(roster && { roster: toldRoster(await saveRoster(work, integration, roster)) }),
    ...(source && { source: toldSource(await saveSource(work, integration, source)) }),
  }
}

async function askAnew(work: Work, { id, protocol }: HrIntegration): Promise<void> {
  if (protocol === HrProtocol.ROSTER) await askToPull(work, id)
  if (protocol === HrProtocol.BAMBOOHR) await askToSync(work, id)
}
