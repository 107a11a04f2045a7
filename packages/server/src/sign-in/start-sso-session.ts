import { IsNull, MoreThan, Not } from 'typeorm'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, workAs, type Server } from '../base/work.ts'
import { User, UserStatus } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { limitCalls } from './limit-calls.ts'
import { SsoAttempt, ssoSecretHash } from './sso-attempt.ts'
import { startSession, type SignedIn } from './start-session.ts'

/** Begins a session of whoever signed on a moment ago, for the platform that they were sent back to with a code. */
export async function startSsoSession(
  server: Server,
  { code }: { code: string },
  caller: string | null,
): Promise<SignedIn> {
  const pardon = await limitCalls(server, { subject: code, caller })
  const attempt = await server.database.reader.manager
    .createQueryBuilder(SsoAttempt, 'attempt')
    // The organization follows from the code.
    .comment('every organization')
    .where('attempt.secretHash = :hash', { hash: ssoSecretHash(code) })
    .getOne()
  if (!attempt?.userId) throw refused()
  await pardon()
  const { id, userId, providerId } = attempt
  return inTransaction(server, systemViewer(attempt.organizationId), async (work) => {
    const user = await work.rows(User).findOneForUpdate({ id: userId })
    const unused = { id, userId: Not(IsNull()), expiresAt: MoreThan(work.now()) }
    const isUsedNow = (await work.rows(SsoAttempt).delete(unused)) === 1
    if (!isUsedNow || user?.status !== UserStatus.CONFIRMED) throw refused()
    const signedIn = await startSession(work, user, providerId)
    await record(workAs(work, viewerOfUser(user)), 'session.started', user.id, { by: 'SSO', ssoProviderId: providerId })
    return signedIn
  })
}

function refused(): Refusal {
  return new Refusal({
    code: 'SIGN_IN_REFUSED',
    message: 'This code was used, has expired, or is not one that was given out.',
    path: ['input', 'code'],
    hint: 'A code works once, within a minute: sign on again.',
  })
}
