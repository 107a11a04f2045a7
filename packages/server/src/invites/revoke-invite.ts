import { IsNull, Not } from 'typeorm'
import { requireManagePeople, requireTouch } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { notFound, Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { voidEmails } from '../mail/void-emails.ts'
import { changeUser } from '../users/save-user.ts'
import { User, UserStatus } from '../users/user.ts'
import { Invite, inviteEnd, type InviteEnd } from './invite.ts'

const ENDED: Record<InviteEnd, string> = {
  USED: 'was accepted already',
  NOT_NEEDED: 'is not needed any more, because they have confirmed',
  REPLACED: 'was replaced by a newer one',
  READDRESSED: 'ended when their address was corrected',
  USER_DEACTIVATED: 'ended when they were deactivated',
  REVOKED: 'was revoked already',
}

/** Takes an invite back: its link dies and a mail that was not sent will not be. The user stays. */
export async function revokeInvite(work: Work, input: { inviteId: string }): Promise<{ invite: Invite }> {
  requireManagePeople(work)
  const { userId } = await loadInvite(work, input.inviteId)
  const user = await work.rows(User).findOneForUpdate({ id: userId })
  if (!user) throw notFound('invite', input.inviteId, ['input', 'inviteId'])
  requireTouch(work, user.role, ['input', 'inviteId'])
  const invite = await loadInvite(work, input.inviteId)
  const end = inviteEnd(invite, user)
  if (end) {
    throw new Refusal({
      code: 'INVITE_NOT_USABLE',
      message: `This invite to ${user.name} ${ENDED[end]}.`,
      path: ['input', 'inviteId'],
    })
  }
  const revokedAt = work.now()
  await work.rows(Invite).update({ id: invite.id }, { revokedAt })
  await voidEmails(work, [invite.id])
  const status = await statusWithout(work, invite, user)
  if (status !== user.status) await changeUser(work, { user, changes: { status } })
  await record(work, 'invite.revoked', user.id, { inviteId: invite.id })
  return { invite: Object.assign(invite, { revokedAt }) }
}

async function loadInvite(work: Work, id: string): Promise<Invite> {
  const invite = await work.rows(Invite).findOne({ id })
  if (!invite) throw notFound('invite', id, ['input', 'inviteId'])
  return invite
}

// Beside a link that was sent another invite may wait for its time, and the other way round.
async function statusWithout(work: Work, { id }: Invite, user: User): Promise<UserStatus> {
  const others = await work
    .rows(Invite)
    .find({ userId: user.id, id: Not(id), acceptedAt: IsNull(), revokedAt: IsNull() })
  const alive = others.filter((other) => !inviteEnd(other, user))
  if (alive.length === 0) return UserStatus.NOT_INVITED
  const isSent = alive.some(({ tokenHash, scheduledFor }) => tokenHash !== null || scheduledFor === null)
  return isSent ? UserStatus.INVITE_PENDING : UserStatus.INVITE_SCHEDULED
}
