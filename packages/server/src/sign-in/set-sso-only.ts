import { In, IsNull } from 'typeorm'
import { loadOrganization, lockOrganization, Organization } from '../access/organization.ts'
import { requireOwner } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { User, UserStatus } from '../users/user.ts'
import { Identity } from './identity.ts'
import { Session } from './session.ts'

/**
 * Says whether the organization signs in by single sign-on alone. From then on no password is taken, set or changed, and
 * sessions that began with one are over.
 */
export async function setSsoOnly(
  work: Work,
  { ssoOnly }: { ssoOnly: boolean },
): Promise<{ organization: Organization }> {
  requireOwner(work, 'choose how everybody signs in')
  await lockOrganization(work)
  if (ssoOnly) await requireOwnerSignedOn(work)
  const organization = await loadOrganization(work)
  const before = organization.ssoOnly
  await work.tx.update(Organization, { id: organization.id }, { ssoOnly })
  if (ssoOnly) await work.rows(Session).delete({ providerId: IsNull() })
  await record(work, 'organization.updated', organization.id, { before: { ssoOnly: before }, after: { ssoOnly } })
  return { organization: Object.assign(organization, { ssoOnly }) }
}

// Or a slip at the provider would lock everybody out.
async function requireOwnerSignedOn(work: Work): Promise<void> {
  const owners = await work.rows(User).find({ role: Role.OWNER, status: UserStatus.CONFIRMED })
  const known = await work.rows(Identity).count({ userId: In(owners.map(({ id }) => id)) })
  if (known > 0) return
  throw new Refusal({
    code: 'INVALID',
    message: 'No Owner has signed on by single sign-on yet, so nobody could take this back.',
    path: ['input', 'ssoOnly'],
    hint: 'Sign on once as an Owner, and call again.',
  })
}
