import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { BounceKind } from '../mail/email.ts'
import { findSuppressions } from '../mail/find-suppressions.ts'
import { findUserToChange } from '../users/find-user-to-change.ts'
import { UserStatus, type User } from '../users/user.ts'
import { Invite } from './invite.ts'
import { MOST_RESENDS_AN_HOUR, resendWait } from './resend-pace.ts'
import { requireSendAt, sendInvite } from './send-invite.ts'

export interface ResendInviteValues {
  userId: string
  /** Left out means at once. */
  sendAt?: Date | null | undefined
}

/** Sends a user a fresh link, or the first one, now or later; sent now, every earlier link is dead at once. */
export async function resendInvite(
  work: Work,
  { userId, sendAt = null }: ResendInviteValues,
): Promise<{ invite: Invite }> {
  requireManagePeople(work)
  const user = await findUserToChange(work, userId)
  requireInvitable(user)
  await requireNotSuppressed(work, user)
  if (sendAt) requireSendAt(sendAt, work.now(), ['input', 'sendAt'])
  else await requireNotTooSoon(work, user)
  const invite = await sendInvite(work, user, sendAt)
  await record(work, 'invite.resent', user.id, { inviteId: invite.id, sendAt })
  return { invite }
}

function requireInvitable(user: User): void {
  const path = ['input', 'userId']
  if (user.status === UserStatus.CONFIRMED) {
    throw new Refusal({
      code: 'USER_CONFIRMED',
      message: `${user.name} has confirmed already, so there is nothing to invite to.`,
      path,
    })
  }
  if (user.status === UserStatus.DEACTIVATED) {
    throw new Refusal({
      code: 'USER_DEACTIVATED',
      message: `${user.name} is deactivated.`,
      path,
      hint: 'Bring them back with reactivateUser, which can send the invite too.',
    })
  }
}

async function requireNotSuppressed(work: Work, { email, name }: User): Promise<void> {
  const suppression = (await findSuppressions(work, [email])).get(email)
  if (!suppression) return
  const why = suppression.kind === BounceKind.SPAM_REPORT ? 'was reported as spam' : 'came back'
  throw new Refusal({
    code: 'EMAIL_SUPPRESSED',
    message: `Nothing is sent to ${email} any more, because an earlier mail ${why}.`,
    path: ['input', 'userId'],
    hint: `Correct the address of ${name} with updateUser, then send the invite again.`,
  })
}

async function requireNotTooSoon(work: Work, user: User): Promise<void> {
  const wait = resendWait(await work.rows(Invite).find({ userId: user.id }), work.now())
  if (!wait) return
  throw new Refusal({
    code: 'RESEND_TOO_SOON',
    message: wait.isForNumber
      ? `${MOST_RESENDS_AN_HOUR} invites were sent to ${user.name} within an hour.`
      : `An invite was sent to ${user.name} less than a minute ago.`,
    path: ['input', 'userId'],
    hint: `Wait ${wait.seconds} seconds, then send it again.`,
  })
}
