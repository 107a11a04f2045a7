import { requireManagePeople, requireTouch } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { notFound, Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { User } from '../users/user.ts'
import { Invite, inviteEnd, type InviteEnd } from './invite.ts'
import { takeBackInvites } from './take-back-invites.ts'

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
  await takeBackInvites(work, [invite], [user])
  await record(work, 'invite.revoked', user.id, { inviteId: invite.id })
  return { invite }
}

async function loadInvite(work: Work, id: string): Promise<Invite> {
  const invite = await work.rows(Invite).findOne({ id })
  if (!invite) throw notFound('invite', id, ['input', 'inviteId'])
  return invite
}
