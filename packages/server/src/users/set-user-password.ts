import { loadOrganization } from '../access/organization.ts'
import { requireSetPasswords } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Viewer } from '../base/viewer.ts'
import { inTransaction, type Server, type Work } from '../base/work.ts'
import { confirmUser } from './confirm-user.ts'
import { findUserToChange, isViewer } from './find-user-to-change.ts'
import { hashPassword, type PasswordOwner } from './password.ts'
import { PASSWORD_SET, queueAccountNotice } from './account-notice.ts'
import { requireGoodPassword } from './require-good-password.ts'
import { requirePasswords } from './require-passwords.ts'
import { changeUser } from './save-user.ts'
import { ConfirmationMethod, UserStatus, withPassword, type User } from './user.ts'

export interface SetUserPasswordValues {
  userId: string
  password: string
  /** Whether the user chooses another at the next sign-in; left out means yes. */
  mustChange?: boolean | null | undefined
}

const PATH = ['input', 'userId']

/**
 * Sets a password for a user who is stuck: one who never confirmed is confirmed and every link of theirs is dead; the
 * sessions of one who had confirmed end. It opens its own transaction, because the password is hashed before it.
 */
export async function setUserPassword(
  server: Server,
  viewer: Viewer,
  { userId, password, mustChange }: SetUserPasswordValues,
): Promise<{ user: User }> {
  requireSetPasswords({ viewer })
  const owner = await inTransaction(server, viewer, (work) => findPasswordOwner(work, userId))
  requireGoodPassword(password, owner, ['input', 'password'])
  const secret = { passwordHash: await hashPassword(password), mustChangePassword: mustChange ?? true }
  return inTransaction(server, viewer, async (work) => {
    const user = await findUserForPassword(work, userId)
    const before = user.status
    if (before === UserStatus.CONFIRMED) await changeUser(work, { user, changes: withPassword(user, secret) })
    else await confirmUser(work, user, { by: ConfirmationMethod.PASSWORD_SET, ...secret })
    await queueAccountNotice(work, PASSWORD_SET, user)
    await record(work, 'user.password_set', user.id, {
      mustChange: secret.mustChangePassword,
      status: { before, after: user.status },
    })
    return { user }
  })
}

async function findPasswordOwner(work: Work, userId: string): Promise<PasswordOwner> {
  const { name, email } = await findUserForPassword(work, userId)
  const organization = await loadOrganization(work)
  requirePasswords(organization)
  return { name, email, organizationName: organization.name }
}

async function findUserForPassword(work: Work, userId: string): Promise<User> {
  const user = await findUserToChange(work, userId)
  if (isViewer(work, user)) {
    throw new Refusal({
      code: 'SELF_NOT_ALLOWED',
      message: 'Your own password is not set but changed.',
      path: PATH,
      hint: 'Use changePassword, which asks for the present one.',
    })
  }
  if (user.status === UserStatus.DEACTIVATED) {
    throw new Refusal({
      code: 'USER_DEACTIVATED',
      message: `${user.name} is deactivated.`,
      path: PATH,
      hint: 'Bring them back with reactivateUser first.',
    })
  }
  return user
}
