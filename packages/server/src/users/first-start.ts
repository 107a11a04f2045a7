import { newOrganizationId, Organization } from '../access/organization.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Server } from '../base/work.ts'
import { createOrganization } from './create-organization.ts'

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
    const { organization: name, ownerEmail: email, apiKey: chosen } = work.config.bootstrap
    const { apiKey } = await createOrganization(work, { name, owner: { email, name: 'Owner' }, apiKey: chosen })
    return { organizationId, apiKey }
  })
}
