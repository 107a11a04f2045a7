import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { findUserToChange, isViewer } from './find-user-to-change.ts'
import { requireAnotherOwner } from './require-another-owner.ts'
import { changeUser } from './save-user.ts'
import { deactivated, UserStatus, type User } from './user.ts'

const PATH = ['input', 'userId']

/** Stops a user from signing in; every link of theirs is dead, and the address stays theirs. */
export async function deactivateUser(work: Work, { userId }: { userId: string }): Promise<{ user: User }> {
  requireManagePeople(work)
  const user = await findUserToChange(work, userId)
  if (user.status === UserStatus.DEACTIVATED) return { user }
  if (isViewer(work, user)) {
    throw new Refusal({
      code: 'SELF_NOT_ALLOWED',
      message: 'You cannot deactivate yourself.',
      path: PATH,
      hint: 'Ask somebody else who may manage people.',
    })
  }
  await requireAnotherOwner(work, user, PATH)
  const before = user.status
  await changeUser(work, { user, changes: deactivated(user, work.now()) })
  await record(work, 'user.deactivated', user.id, { status: { before, after: user.status } })
  return { user }
}
