import { ApiKey, newApiKey, newApiKeySecret } from '../access/api-key.ts'
import { Organization } from '../access/organization.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { hasControlCharacters, LONGEST_TEXT } from './check-details.ts'
import { newUserDetails } from './check-user-input.ts'
import { saveUser } from './save-user.ts'
import type { User } from './user.ts'

const SHARE_PERCENT = 20
const MOST_DEACTIVATIONS = 2_000

export interface CreateOrganizationValues {
  name: string
  owner: { email: string; name: string }
  /** Left out, a random one. */
  apiKey?: string | null
}

/**
 * Makes the organization of the work, its owner, and an API key whose secret is shown this once. For whoever runs the
 * server: no door leads here.
 */
export async function createOrganization(
  work: Work,
  { name: typed, owner: { email, name: ownerName }, apiKey }: CreateOrganizationValues,
): Promise<{ organization: Organization; owner: User; apiKey: string }> {
  const name = await checkedName(work, typed)
  const organization = work.tx.create(Organization, {
    id: work.viewer.organizationId,
    name,
    inviteTtlHours: work.config.inviteTtlHours,
    allowedEmailDomains: [],
    deactivationLimitPercent: SHARE_PERCENT,
    deactivationLimitCount: MOST_DEACTIVATIONS,
    createdAt: work.now(),
  })
  await work.tx.insert(Organization, organization)
  const details = await newUserDetails(work, { email, name: ownerName, role: Role.OWNER })
  const owner = await saveUser(work, { ...details, source: 'MANUAL' })
  const secret = apiKey ?? newApiKeySecret()
  const row = newApiKey(secret, { name: 'First key', role: Role.OWNER, createdAt: work.now() })
  const { id: apiKeyId } = await work.rows(ApiKey).insert(row)
  await record(work, 'organization.created', organization.id, { ownerId: owner.id, apiKeyId })
  return { organization, owner, apiKey: secret }
}

async function checkedName(work: Work, typed: string): Promise<string> {
  const name = typed.trim()
  const path = ['name']
  if (!name) throw new Refusal({ code: 'REQUIRED', message: 'An organization has a name.', path })
  if (hasControlCharacters(name)) {
    const message = 'The name of an organization holds no line breaks or other control characters.'
    throw new Refusal({ code: 'INVALID', message, path })
  }
  const { length } = [...name]
  if (length > LONGEST_TEXT) {
    const message = `The name of an organization has at most ${LONGEST_TEXT} characters; this has ${length}.`
    throw new Refusal({ code: 'TOO_LONG', message, path })
  }
  // Nothing forbids two of one name, but whoever runs the command twice did not mean it.
  const namesake = await work.tx.findOneBy(Organization, { name })
  if (!namesake) return name
  const message = `There is an organization ${name} already, with the id ${namesake.id}.`
  throw new Refusal({ code: 'IDENTIFIER_TAKEN', message, path, hint: 'Give the new one a name of its own.' })
}
