import type { Work } from '../base/work.ts'
import { voidEmails } from '../mail/void-emails.ts'
import { saveUsers } from '../users/save-user.ts'
import { UserStatus, type User } from '../users/user.ts'
import { Invite, inviteEnd } from './invite.ts'

/**
 * Ends invites whose users the caller holds: their links die, mails that were not sent will not be, and a user who has
 * no other invite is as if never invited.
 */
export async function takeBackInvites(work: Work, invites: readonly Invite[], users: readonly User[]): Promise<void> {
  const revokedAt = work.now()
  const ids = invites.map(({ id }) => id)
  await work.rows(Invite).updateIn('id', ids, { revokedAt })
  await voidEmails(work, ids)
  for (const invite of invites) Object.assign(invite, { revokedAt })
  const left = await findAlive(work, users)
  const change = users.flatMap((user) => {
    const status = statusWith(left.get(user.id) ?? [])
    return status === user.status ? [] : [{ user, changes: { status } }]
  })
  await saveUsers(work, { add: [], change })
}

async function findAlive(work: Work, users: readonly User[]): Promise<Map<string, Invite[]>> {
  const byId = new Map(users.map((user) => [user.id, user]))
  const alive = new Map<string, Invite[]>()
  for (const invite of await work.rows(Invite).findIn('userId', [...byId.keys()])) {
    const user = byId.get(invite.userId)
    if (user && !inviteEnd(invite, user)) alive.set(user.id, [...(alive.get(user.id) ?? []), invite])
  }
  return alive
}

// Beside a link that was sent another invite may wait for its time, and the other way round.
function statusWith(alive: readonly Invite[]): UserStatus {
  if (alive.length === 0) return UserStatus.NOT_INVITED
  const isSent = alive.some(({ tokenHash, scheduledFor }) => tokenHash !== null || scheduledFor === null)
  return isSent ? UserStatus.INVITE_PENDING : UserStatus.INVITE_SCHEDULED
}
