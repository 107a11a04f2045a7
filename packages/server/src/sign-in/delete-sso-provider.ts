import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
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
  const identities = await work.rows(Identity).delete({ providerId: ssoProviderId })
  await work.rows(Session).delete({ providerId: ssoProviderId })
  await work.rows(SsoAttempt).delete({ providerId: ssoProviderId })
  await work.rows(SsoDomain).delete({ providerId: ssoProviderId })
  await work.rows(SsoProvider).delete({ id: ssoProviderId })
  await record(work, 'sso_provider.deleted', ssoProviderId, { name, issuer, identities })
  return { deletedId: ssoProviderId }
}
