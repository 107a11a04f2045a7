import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { changeUser } from './save-user.ts'
import { UserStatus, withoutInvites, withPassword, type ConfirmationMethod, type User } from './user.ts'

export interface Confirmation {
  by: ConfirmationMethod
  /** By `hashPassword`, before the transaction began; null for one who signs in elsewhere: a password set before is gone. */
  passwordHash: string | null
  /** Whether somebody else chose the password. */
  mustChangePassword?: boolean
  /** Corrected, where the user said so. */
  name?: string | undefined
}

/**
 * Confirms a user whose row is locked: from now on they can sign in, and every link of theirs is dead. It is part of
 * another verb, which leaves the one audit event.
 */
export async function confirmUser(
  work: Work,
  user: User,
  { by, passwordHash, mustChangePassword = false, name }: Confirmation,
): Promise<User> {
  if (user.status === UserStatus.CONFIRMED) throw refusal('USER_CONFIRMED', `${user.name} has confirmed already.`)
  if (user.status === UserStatus.DEACTIVATED) throw refusal('USER_DEACTIVATED', `${user.name} is deactivated.`)
  await changeUser(work, {
    user,
    changes: {
      status: UserStatus.CONFIRMED,
      confirmedAt: work.now(),
      confirmedBy: by,
      ...withPassword(user, { passwordHash, mustChangePassword }),
      inviteGeneration: withoutInvites(user),
      ...(name === undefined ? {} : { name }),
    },
  })
  return user
}

function refusal(code: 'USER_CONFIRMED' | 'USER_DEACTIVATED', message: string): Refusal {
  return new Refusal({ code, message, path: [] })
}
