import { IsNull, MoreThan } from 'typeorm'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, newId, type Server, type Work } from '../base/work.ts'
import type { User } from '../users/user.ts'
import { letIn } from './complete-sso-login.ts'
import { redeemCode, SignOnFailed } from './oidc.ts'
import { CODE_MS, newSsoSecret, SsoAttempt, ssoChecks, ssoSecretHash } from './sso-attempt.ts'
import type { SsoProvider } from './sso-provider.ts'
import { verifyIdToken, withUserInfo } from './verify-id-token.ts'

/** What became of somebody who comes back from a provider. */
export type FinishedSignOn =
  | { result: 'SIGNED_IN'; user: User; code: string; returnState: string | null }
  /** The provider did not vouch for them, or they are nobody here. */
  | { result: 'REFUSED' }
  /** This is no answer to a question that was asked of this browser a moment ago. */
  | { result: 'NOT_ASKED' }

/** Takes the answer of a provider to the browser that was sent there, once. */
export async function finishSignOn(
  server: Server,
  provider: SsoProvider,
  { query, secret }: { query: string; secret: string },
): Promise<FinishedSignOn> {
  const viewer = systemViewer(provider.organizationId)
  const attempt = await inTransaction(server, viewer, (work) => useUp(work, provider, secret))
  if (!attempt) return { result: 'NOT_ASKED' }
  try {
    const { idToken, userInfo } = await redeemCode(server, provider, {
      query,
      checks: ssoChecks(server.secretKey, secret),
    })
    const claimed = await verifyIdToken(server, provider, idToken)
    const signedIn = claimed && (await letIn(server, provider, withUserInfo(claimed, userInfo), null))
    if (!signedIn) return { result: 'REFUSED' }
    const { user } = signedIn
    const code = await inTransaction(server, viewer, (work) => handOver(work, provider, user))
    return { result: 'SIGNED_IN', user, code, returnState: attempt.returnState }
  } catch (error) {
    if (!(error instanceof SignOnFailed)) throw error
    server.log.info({ ssoProviderId: provider.id, reason: error.message }, 'The answer of a provider was not taken')
    return { result: 'REFUSED' }
  }
}

/** The attempt that the secret is of, which is gone from now on; null when there is none. */
async function useUp(work: Work, { id: providerId }: SsoProvider, secret: string): Promise<SsoAttempt | null> {
  const attempts = work.rows(SsoAttempt)
  const attempt = await attempts.findOne({ secretHash: ssoSecretHash(secret), providerId, userId: IsNull() })
  if (!attempt) return null
  const isMine = (await attempts.delete({ id: attempt.id, expiresAt: MoreThan(work.now()) })) === 1
  return isMine ? attempt : null
}

/** A code that becomes a session of this user, once, within a minute. */
export async function handOver(work: Work, provider: SsoProvider, user: User): Promise<string> {
  const code = newSsoSecret()
  await work.rows(SsoAttempt).insert({
    id: newId(),
    providerId: provider.id,
    userId: user.id,
    secretHash: ssoSecretHash(code),
    returnState: null,
    expiresAt: new Date(work.now().getTime() + CODE_MS),
  })
  return code
}
