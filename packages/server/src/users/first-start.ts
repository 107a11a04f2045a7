import { ApiKey, newApiKey, newApiKeySecret } from '../access/api-key.ts'
import { newOrganizationId, Organization } from '../access/organization.ts'
import { record } from '../audit/record.ts'
import type { Config } from '../base/config.ts'
import { Role, systemViewer } from '../base/viewer.ts'
import { inTransaction, type Server } from '../base/work.ts'
import { saveUser } from './save-user.ts'

const SHARE_PERCENT = 20
const MOST_DEACTIVATIONS = 2_000

/** What the first start made; the key is shown this once. */
export interface FirstStart {
  organizationId: string
  apiKey: string
}

/** Makes an organization, its owner and an API key in an empty database; null when there is an organization. */
export async function firstStart(server: Server): Promise<FirstStart | null> {
  const organizationId = newOrganizationId()
  return inTransaction(server, systemViewer(organizationId), async (work) => {
    if (await work.tx.exists(Organization)) return null
    const { bootstrap, inviteTtlHours }: Config = work.config
    await work.tx.insert(Organization, {
      id: organizationId,
      name: bootstrap.organization,
      inviteTtlHours,
      allowedEmailDomains: [],
      deactivationLimitPercent: SHARE_PERCENT,
      deactivationLimitCount: MOST_DEACTIVATIONS,
      createdAt: work.now(),
    })
    const owner = await saveUser(work, {
      details: { email: bootstrap.ownerEmail, name: 'Owner', role: Role.OWNER },
      secondaryTeamIds: [],
      source: 'MANUAL',
    })
    const apiKey = bootstrap.apiKey ?? newApiKeySecret()
    const { id } = await work
      .rows(ApiKey)
      .insert(newApiKey(apiKey, { name: 'First key', role: Role.OWNER, createdAt: work.now() }))
    await record(work, 'organization.created', organizationId, { ownerId: owner.id, apiKeyId: id })
    return { organizationId, apiKey }
  })
}
