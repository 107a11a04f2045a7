import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { BounceKind } from '../mail/email.ts'
import { findSuppressions } from '../mail/find-suppressions.ts'
import { findUserToChange } from '../users/find-user-to-change.ts'
import { UserStatus, type User } from '../users/user.ts'
import { Invite } from './invite.ts'
import { requireSendAt, sendInvite } from './send-invite.ts'

const SOONEST_AFTER_SECONDS = 60
const MOST_AN_HOUR = 3
const HOUR_SECONDS = 3_600

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

// So that nobody is flooded with mail by a program or an impatient hand. A first mail and an import's are not counted.
async function requireNotTooSoon(work: Work, user: User): Promise<void> {
  const now = work.now().getTime()
  const mails = (await work.rows(Invite).find({ userId: user.id }))
    .filter(({ scheduledFor, tokenHash }) => scheduledFor === null || tokenHash !== null)
    .map(({ importId, scheduledFor, createdAt }) => ({ importId, at: (scheduledFor ?? createdAt).getTime() }))
    .toSorted((a, b) => a.at - b.at)
  const ages = mails
    .slice(1)
    .filter(({ importId }) => importId === null)
    .map(({ at }) => (now - at) / 1_000)
    .filter((seconds) => seconds < HOUR_SECONDS)
  const newest = ages.at(-1)
  if (newest === undefined) return
  const oldestOfMost = ages.at(-MOST_AN_HOUR)
  const wait = Math.ceil(
    Math.max(SOONEST_AFTER_SECONDS - newest, oldestOfMost === undefined ? 0 : HOUR_SECONDS - oldestOfMost),
  )
  if (wait <= 0) return
  throw new Refusal({
    code: 'RESEND_TOO_SOON',
    message:
      oldestOfMost === undefined
        ? `An invite was sent to ${user.name} less than a minute ago.`
        : `${MOST_AN_HOUR} invites were sent to ${user.name} within an hour.`,
    path: ['input', 'userId'],
    hint: `Wait ${wait} seconds, then send it again.`,
  })
}
