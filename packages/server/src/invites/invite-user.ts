import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { newUserDetails, type UserInput } from '../users/check-user-input.ts'
import { saveUser } from '../users/save-user.ts'
import { UserSource, type User } from '../users/user.ts'
import { InviteTiming, type Invite } from './invite.ts'
import { requireTiming, sendInvite, sendMoment } from './send-invite.ts'

export interface InviteUserValues extends UserInput {
  /** Left out means IMMEDIATE. */
  invite?: InviteTiming | null | undefined
  /** With SCHEDULED. */
  sendAt?: Date | null | undefined
}

/** Adds one user and, unless told otherwise, mails the activation link. */
export async function inviteUser(
  work: Work,
  { invite: timing, sendAt, ...input }: InviteUserValues,
): Promise<{ user: User; invite: Invite | null }> {
  requireManagePeople(work)
  const when = timing ?? InviteTiming.IMMEDIATE
  requireTiming(when, sendAt, work.now(), ['input', 'sendAt'])
  const user = await saveUser(work, { ...(await newUserDetails(work, input)), source: UserSource.MANUAL })
  const invite =
    when === InviteTiming.NONE ? null : await sendInvite(work, user, sendMoment(when, sendAt, user, work.now()))
  await record(work, 'user.invited', user.id, { email: user.email, role: user.role, inviteId: invite?.id ?? null })
  return { user, invite }
}
