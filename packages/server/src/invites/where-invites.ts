import type { SelectQueryBuilder } from 'typeorm'
import { isInTeam } from '../users/find-users.ts'
import { User } from '../users/user.ts'
import type { Invite, InviteStatus } from './invite.ts'
import { whereInviteStatus } from './where-invite-status.ts'

/** Which invites: all that is given must fit, and several statuses are alternatives. */
export interface InviteConditions {
  status?: readonly InviteStatus[] | null | undefined
  importId?: string | null | undefined
  userId?: string | null | undefined
  teamId?: readonly string[] | null | undefined
  createdAfter?: Date | null | undefined
  createdBefore?: Date | null | undefined
}

/** Only invites that fit the conditions; the query has them as `invite`. */
export function whereInvites(
  query: SelectQueryBuilder<Invite>,
  { status, importId, userId, teamId, createdAfter, createdBefore }: InviteConditions,
  now: Date,
): void {
  if (userId != null) query.andWhere('invite.userId = :userId', { userId })
  if (importId != null) query.andWhere('invite.importId = :importId', { importId })
  if (teamId) whereUserInTeam(query, teamId)
  if (createdAfter) query.andWhere('invite.createdAt >= :createdAfter', { createdAfter })
  if (createdBefore) query.andWhere('invite.createdAt < :createdBefore', { createdBefore })
  if (status) whereInviteStatus(query, 'invite', status, now)
}

function whereUserInTeam(query: SelectQueryBuilder<Invite>, teamId: readonly string[]): void {
  const member = query
    .subQuery()
    .select('1')
    .from(User, 'member')
    .where('member.organizationId = invite.organizationId')
    .andWhere('member.id = invite.userId')
  query.andWhere(`EXISTS ${member.andWhere(isInTeam(query, 'member', teamId)).getQuery()}`)
}
