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
import type { HrRoster } from './hr-roster.ts'
import { noRoster, saveRoster, toldRoster, type RosterValues } from './save-roster.ts'

const MOST_INTEGRATIONS = 20

/** Left out, or null, is as the API says. */
export interface CreateHrIntegrationValues {
  name: string
  protocol?: HrProtocol | null
  sendInvites?: boolean | null
  deactivateLeavers?: boolean | null
  defaultRole?: Role | null
  /** Of one with the protocol ROSTER. */
  roster?: RosterValues | null
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
    previousTokenHash: null,
    previousTokenUntil: null,
    lastSyncAt: null,
    consecutiveFailures: 0,
    recentFailures: [],
    createdAt: work.now(),
  })
  const roster = await rosterOf(work, hrIntegration, input.roster ?? null)
  await record(work, 'hr_integration.created', hrIntegration.id, { ...values, roster: roster && toldRoster(roster) })
  return { hrIntegration, token }
}

async function rosterOf(work: Work, integration: HrIntegration, values: RosterValues | null): Promise<HrRoster | null> {
  if (integration.protocol === HrProtocol.ROSTER) return saveRoster(work, integration, values ?? {})
  if (values) throw noRoster()
  return null
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
