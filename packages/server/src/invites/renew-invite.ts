import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { findSuppressions } from '../mail/find-suppressions.ts'
import { User, UserStatus } from '../users/user.ts'
import { Invite, inviteEnd } from './invite.ts'
import { resendWait } from './resend-pace.ts'
import { sendInvite } from './send-invite.ts'

/**
 * Whether the holder of a link may have a new one mailed: theirs has expired or was replaced, and the address it went to
 * is still that of a user who is invited. What the organization took back stays taken back.
 */
export function mayBeRenewed(invite: Invite, user: User, now: Date): boolean {
  if (user.status !== UserStatus.INVITE_PENDING || invite.email !== user.email) return false
  const end = inviteEnd(invite, user)
  return end === 'REPLACED' || (end === null && invite.expiresAt !== null && invite.expiresAt <= now)
}

/**
 * Mails a new link to the address of an old one, on the word of whoever holds the old one. Does nothing where none may
 * be sent, or where one was a moment ago, so that the answer tells nobody anything.
 */
export async function renewInvite(work: Work, { id, userId }: Pick<Invite, 'id' | 'userId'>): Promise<void> {
  const user = await work.rows(User).findOneForUpdate({ id: userId })
  const invites = await work.rows(Invite).find({ userId })
  const invite = invites.find((one) => one.id === id)
  if (!user || !invite || !mayBeRenewed(invite, user, work.now())) return
  const newest = invites.find((one) => one.id === user.lastInviteId)
  const isOnItsWay = newest?.tokenHash === null && newest.revokedAt === null
  if (isOnItsWay || resendWait(invites, work.now())) return
  if ((await findSuppressions(work, [user.email])).size > 0) return
  const renewed = await sendInvite(work, user, null)
  await record(work, 'invite.renewed', user.id, { inviteId: renewed.id, renews: invite.id })
}
