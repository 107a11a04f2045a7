import { MoreThan } from 'typeorm'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { inTransaction, type Server } from '../base/work.ts'
import { hashPassword } from '../users/password.ts'
import { PASSWORD_CHANGED, queueAccountNotice } from '../users/account-notice.ts'
import { requireGoodPassword } from '../users/require-good-password.ts'
import { requirePasswords } from '../users/require-passwords.ts'
import { changeUser } from '../users/save-user.ts'
import { User, withPassword } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { limitCalls } from './limit-calls.ts'
import { lookAtReset, NOT_USABLE } from './look-at-reset.ts'
import { isMeantFor, PasswordReset } from './password-reset.ts'

export interface ResetPasswordValues {
  token: string
  password: string
}

/** Sets the password of whoever holds the link, which is used up, and ends every session of theirs. */
export async function resetPassword(
  server: Server,
  { token, password }: ResetPasswordValues,
  caller: string | null,
): Promise<{ user: User }> {
  const pardon = await limitCalls(server, { subject: token, caller })
  const { found, problem } = await lookAtReset(server, token)
  if (!found) throw new Refusal(problem)
  await pardon()
  requirePasswords(found.organization)
  const { name, email } = found.user
  requireGoodPassword(password, { name, email, organizationName: found.organization.name }, ['input', 'password'])
  const passwordHash = await hashPassword(password)
  return inTransaction(server, viewerOfUser(found.user), async (work) => {
    const user = await work.rows(User).findOneForUpdate({ id: found.user.id })
    const used = await work.rows(PasswordReset).delete({ id: found.reset.id, expiresAt: MoreThan(work.now()) })
    if (!user || used === 0 || !isMeantFor(found.reset, user)) throw new Refusal(NOT_USABLE)
    await changeUser(work, { user, changes: withPassword(user, { passwordHash, mustChangePassword: false }) })
    await queueAccountNotice(work, PASSWORD_CHANGED, user)
    await record(work, 'user.password_reset', user.id)
    return { user }
  })
}
