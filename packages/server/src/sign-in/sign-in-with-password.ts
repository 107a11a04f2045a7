import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { inTransaction, type Server, type Work } from '../base/work.ts'
import { canonicalAddress } from '../users/email-address.ts'
import { User, UserStatus } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { checkPassword } from './check-password.ts'
import { findUsersToSignIn } from './find-users-to-sign-in.ts'
import { limitCalls } from './limit-calls.ts'
import { startSession, type SignedIn } from './start-session.ts'

export interface SignInValues {
  email: string
  password: string
}

/**
 * Begins a session of whoever has this address and password. An unknown address, a wrong password and a user who may
 * not sign in are the same refusal after the same time. It opens its own transaction: checking a password is slow, and
 * nothing slow happens while others wait.
 */
export async function signInWithPassword(
  server: Server,
  { email, password }: SignInValues,
  caller: string | null,
): Promise<SignedIn> {
  const emailKey = canonicalAddress(email)
  const pardon = await limitCalls(server, { subject: emailKey, caller })
  const users = await findUsersToSignIn(server, emailKey)
  const user = await checkPassword(server, users, { emailKey, password })
  if (!user) {
    server.log.info({ requestId: server.request?.id, caller }, 'A sign-in was refused')
    throw refused()
  }
  await pardon()
  return inTransaction(server, viewerOfUser(user), async (work) => {
    const signedIn = await startSession(work, await findUnchanged(work, user))
    await record(work, 'session.started', user.id, { by: 'PASSWORD' })
    return signedIn
  })
}

// Somebody may have changed the password or deactivated the user while it was checked.
async function findUnchanged(work: Work, { id, passwordHash }: User): Promise<User> {
  const user = await work.rows(User).findOneForUpdate({ id })
  if (user?.status !== UserStatus.CONFIRMED || user.passwordHash !== passwordHash) throw refused()
  return user
}

function refused(): Refusal {
  return new Refusal({
    code: 'SIGN_IN_REFUSED',
    message: 'The address and password do not match a user who may sign in.',
    path: [],
    hint: 'Check both, ask for a link to set the password anew with requestPasswordReset, or sign on at the identity provider of your organization.',
  })
}
