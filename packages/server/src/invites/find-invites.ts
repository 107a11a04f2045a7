import type { SelectQueryBuilder } from 'typeorm'
import { requireManagePeople } from '../access/permissions.ts'
import { findPage, type Connection, type PageRequest } from '../base/graphql/connection.ts'
import type { Work } from '../base/work.ts'
import { isInTeam } from '../users/find-users.ts'
import { User } from '../users/user.ts'
import { Invite, type InviteStatus } from './invite.ts'
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

/** A page of the organization's invites, newest first. */
export async function findInvites(
  work: Work,
  { status, importId, userId, teamId, createdAfter, createdBefore }: InviteConditions,
  page: PageRequest,
): Promise<Connection<Invite>> {
  requireManagePeople(work)
  const query = work.rows(Invite).query('invite')
  if (userId != null) query.andWhere('invite.userId = :userId', { userId })
  if (importId != null) query.andWhere('invite.importId = :importId', { importId })
  if (teamId) whereUserInTeam(query, teamId)
  if (createdAfter) query.andWhere('invite.createdAt >= :createdAfter', { createdAfter })
  if (createdBefore) query.andWhere('invite.createdAt < :createdBefore', { createdBefore })
  if (status) whereInviteStatus(query, 'invite', status, work.now())
  return findPage(query, page, null, 'DESC')
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
