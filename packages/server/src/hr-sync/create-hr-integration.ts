import { lockOrganization } from '../access/organization.ts'
import { requireAdminister, requireGrant } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { Role } from '../base/viewer.ts'
import { newId, type Work } from '../base/work.ts'
import {
  checkDefaultRole,
  checkHrName,
  HrIntegration,
  HrProtocol,
  newHrToken,
  withToken,
} from '../access/hr-integration.ts'
import { chosenAttributes } from './attribute-mapping.ts'
import { checkAttributeMapping, type AttributeMappingValues } from './check-attribute-mapping.ts'
import { noRoster, saveRoster, toldRoster, type RosterValues } from './save-roster.ts'
import { noSource, saveSource, toldSource, type HrSourceValues } from './save-source.ts'

const MOST_INTEGRATIONS = 20

/** Left out, or null, is as the API says. */
export interface CreateHrIntegrationValues {
  name: string
  protocol?: HrProtocol | null
  sendInvites?: boolean | null
  deactivateLeavers?: boolean | null
  defaultRole?: Role | null
  attributeMapping?: readonly AttributeMappingValues[] | null
  /** Of one with the protocol ROSTER. */
  roster?: RosterValues | null
  /** Of one with the protocol BAMBOOHR. */
  source?: HrSourceValues | null
}

/** Makes a link to an HR system; its token is shown only this once. */
export async function createHrIntegration(
  work: Work,
  input: CreateHrIntegrationValues,
): Promise<{ hrIntegration: HrIntegration; token: string }> {
  requireAdminister(work)
  const values = {
    name: checkHrName(input.name),
    protocol: input.protocol ?? HrProtocol.SCIM,
    sendInvites: input.sendInvites ?? true,
    deactivateLeavers: input.deactivateLeavers ?? true,
    defaultRole: checkDefaultRole(input.defaultRole ?? Role.LEARNER),
  }
  requireGrant(work, values.defaultRole, ['input', 'defaultRole'])
  await lockOrganization(work)
  await requireRoom(work)
  const token = newHrToken()
  const hrIntegration = await work.rows(HrIntegration).insert({
    id: newId(),
    ...values,
    ...withToken(token),
    paused: false,
    attributeMapping: await checkAttributeMapping(
      work,
      { protocol: values.protocol, attributeMapping: null },
      input.attributeMapping,
    ),
    previousTokenHash: null,
    previousTokenUntil: null,
    lastSyncAt: null,
    consecutiveFailures: 0,
    recentFailures: [],
    createdAt: work.now(),
  })
  const reached = await howItIsReached(work, hrIntegration, input)
  await record(work, 'hr_integration.created', hrIntegration.id, {
    ...values,
    ...(input.attributeMapping && { attributeMapping: chosenAttributes(hrIntegration) }),
    ...reached,
  })
  return { hrIntegration, token }
}

/** Keeps where an HR system is found that does not come by itself; answers what the audit may tell of it. */
async function howItIsReached(
  work: Work,
  integration: HrIntegration,
  { roster, source }: Pick<CreateHrIntegrationValues, 'roster' | 'source'>,
): Promise<object> {
  if (roster && integration.protocol !== HrProtocol.ROSTER) throw noRoster()
  if (source && integration.protocol !== HrProtocol.BAMBOOHR) throw noSource()
  if (integration.protocol === HrProtocol.ROSTER) {
    return { roster: toldRoster(await saveRoster(work, integration, roster ?? {})) }
  }
  if (integration.protocol === HrProtocol.BAMBOOHR) {
    return { source: toldSource(await saveSource(work, integration, source ?? {})) }
  }
  return {}
}

async function requireRoom(work: Work): Promise<void> {
  const count = await work.rows(HrIntegration).count()
  if (count < MOST_INTEGRATIONS) return
  throw new Refusal({
    code: 'TOO_LONG',
    message: `This organization has ${count} HR integrations, and at most ${MOST_INTEGRATIONS} are allowed.`,
    path: [],
    hint: 'Delete one that is no longer needed.',
  })
}
