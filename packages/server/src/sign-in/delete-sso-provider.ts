import { loadOrganization } from '../access/organization.ts'
import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { Identity } from './identity.ts'
import { Session } from './session.ts'
import { SsoAttempt } from './sso-attempt.ts'
import { loadSsoProviderToChange, SsoDomain, SsoProvider } from './sso-provider.ts'

/** Ends single sign-on with a provider, and every session that it vouched for. Its users stay, and sign in by password once they have set one by a link. */
export async function deleteSsoProvider(
  work: Work,
  { ssoProviderId }: { ssoProviderId: string },
): Promise<{ deletedId: string }> {
  requireAdminister(work)
  const { name, issuer } = await loadSsoProviderToChange(work, ssoProviderId)
  await requireAnotherWayIn(work)
  const identities = await work.rows(Identity).delete({ providerId: ssoProviderId })
  await work.rows(Session).delete({ providerId: ssoProviderId })
  await work.rows(SsoAttempt).delete({ providerId: ssoProviderId })
  await work.rows(SsoDomain).delete({ providerId: ssoProviderId })
  await work.rows(SsoProvider).delete({ id: ssoProviderId })
  await record(work, 'sso_provider.deleted', ssoProviderId, { name, issuer, identities })
  return { deletedId: ssoProviderId }
}

async function requireAnotherWayIn(work: Work): Promise<void> {
  const { ssoOnly } = await loadOrganization(work)
  if (!ssoOnly || (await work.rows(SsoProvider).count()) > 1) return
  throw new Refusal({
    code: 'INVALID',
    message: 'The organization signs in by single sign-on alone, and this is its only provider.',
    path: ['input', 'ssoProviderId'],
    hint: 'Take passwords again first, with setSsoOnly.',
  })
}
