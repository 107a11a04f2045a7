import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { findUserToChange } from './find-user-to-change.ts'
import { requireNotOwned } from './require-not-owned.ts'
import { changeUser } from './save-user.ts'
import { reactivated, UserStatus, type User } from './user.ts'

/** Brings back a user who was deactivated: what they were before, without a link that works. */
export async function reactivateUser(work: Work, { userId }: { userId: string }): Promise<{ user: User }> {
  requireManagePeople(work)
  const user = await findUserToChange(work, userId)
  if (user.status !== UserStatus.DEACTIVATED) {
    throw new Refusal({
      code: 'USER_NOT_DEACTIVATED',
      message: `${user.name} is not deactivated (${user.status}).`,
      path: ['input', 'userId'],
    })
  }
  await requireNotOwned(work, user, { changed: ['status'], path: () => ['input', 'userId'] })
  await changeUser(work, { user, changes: reactivated(user) })
  await record(work, 'user.reactivated', user.id, { status: { before: UserStatus.DEACTIVATED, after: user.status } })
  return { user }
}
