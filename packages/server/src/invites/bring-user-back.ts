import type { Work } from '../base/work.ts'
import { reactivateUser } from '../users/reactivate-user.ts'
import { mayBeInvited, type User } from '../users/user.ts'
import { sendInvite } from './send-invite.ts'

export interface BringUserBackValues {
  userId: string
  /** Left out means no. */
  sendInvite?: boolean | null | undefined
}

/** Reactivates a user and, where it is asked for and they have not confirmed, mails them a fresh link. */
export async function bringUserBack(
  work: Work,
  { userId, sendInvite: isAskedFor }: BringUserBackValues,
): Promise<{ user: User }> {
  const { user } = await reactivateUser(work, { userId })
  if (isAskedFor && mayBeInvited(user)) await sendInvite(work, user, null)
  return { user }
}
