import { LessThanOrEqual } from 'typeorm'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, newId, type Server } from '../base/work.ts'
import { signOnAddress } from './oidc.ts'
import { ATTEMPT_MS, LONGEST_RETURN_STATE, newSsoSecret, SsoAttempt, ssoChecks, ssoSecretHash } from './sso-attempt.ts'
import type { SsoProvider } from './sso-provider.ts'

/** Somebody on the way to the provider. */
export interface StartedSignOn {
  address: string
  /** For the browser alone to keep. */
  secret: string
}

/** Sends somebody to a provider to sign in there; for ten minutes, and for one answer. */
export async function startSignOn(
  server: Server,
  provider: SsoProvider,
  returnState: string | null,
): Promise<StartedSignOn> {
  const secret = newSsoSecret()
  const address = await signOnAddress(server, provider, ssoChecks(server.secretKey, secret))
  await inTransaction(server, systemViewer(provider.organizationId), async (work) => {
    await work.rows(SsoAttempt).delete({ expiresAt: LessThanOrEqual(work.now()) })
    await work.rows(SsoAttempt).insert({
      id: newId(),
      providerId: provider.id,
      userId: null,
      secretHash: ssoSecretHash(secret),
      returnState: returnState && returnState.slice(0, LONGEST_RETURN_STATE),
      expiresAt: new Date(work.now().getTime() + ATTEMPT_MS),
    })
  })
  return { address, secret }
}
