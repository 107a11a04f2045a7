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
import { attributesOf, chosenAttributes, mappedFields, mappingVersion } from './attribute-mapping.ts'
import { checkAttributeMapping, type AttributeMappingValues } from './check-attribute-mapping.ts'
import { releaseHrFields } from './release-hr-fields.ts'
import { askToPull, noRoster, saveRoster, toldRoster, type RosterValues } from './save-roster.ts'
import { askForEverybody, askToSync, noSource, saveSource, toldSource, type HrSourceValues } from './save-source.ts'

/** Left out, or null, stays. */
export interface UpdateHrIntegrationValues {
  hrIntegrationId: string
  name?: string | null
  paused?: boolean | null
  sendInvites?: boolean | null
  deactivateLeavers?: boolean | null
  defaultRole?: Role | null
  /** The whole mapping: a field that it does not name is taken as usual. */
  attributeMapping?: readonly AttributeMappingValues[] | null
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
  const { name, paused, sendInvites, deactivateLeavers, defaultRole, attributeMapping } = hrIntegration
  const before = { name, paused, sendInvites, deactivateLeavers, defaultRole, attributeMapping }
  const after = {
    name: input.name == null ? name : checkHrName(input.name),
    paused: input.paused ?? paused,
    sendInvites: input.sendInvites ?? sendInvites,
    deactivateLeavers: input.deactivateLeavers ?? deactivateLeavers,
    defaultRole: input.defaultRole == null ? defaultRole : checkDefaultRole(input.defaultRole),
    attributeMapping: await checkAttributeMapping(work, hrIntegration, input.attributeMapping),
  }
  const isSame = JSON.stringify(after) === JSON.stringify(before)
  if (isSame && !input.roster && !input.source) return { hrIntegration }
  if (after.defaultRole !== defaultRole) requireGrant(work, after.defaultRole, ['input', 'defaultRole'])
  await work.rows(HrIntegration).update({ id: hrIntegrationId }, after)
  const reached = await howItIsReached(work, hrIntegration, input)
  const mapped = await applyMapping(work, hrIntegration, after)
  // While it was paused its turns passed.
  if (paused && !after.paused) await askAnew(work, hrIntegration)
  await record(work, 'hr_integration.updated', hrIntegrationId, {
    before: { ...before, attributeMapping: chosenAttributes(hrIntegration) },
    after: { ...after, attributeMapping: chosenAttributes(after), ...mapped, ...reached },
  })
  return { hrIntegration: Object.assign(hrIntegration, after) }
}

/** Gives back to people what is kept in step no more, in the same transaction; answers what the audit tells of it. */
async function applyMapping(
  work: Work,
  integration: HrIntegration,
  after: Pick<HrIntegration, 'attributeMapping'>,
): Promise<{ releasedUsers: number } | null> {
  if (mappingVersion(after) === mappingVersion(integration)) return null
  const leftAlone = mappedFields(after).filter(
    (field) => attributesOf(after, field).length === 0 && attributesOf(integration, field).length > 0,
  )
  const releasedUsers = leftAlone.length > 0 ? await releaseHrFields(work, integration.id, leftAlone) : 0
  if (integration.protocol === HrProtocol.BAMBOOHR) await askForEverybody(work, integration.id)
  return { releasedUsers }
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
