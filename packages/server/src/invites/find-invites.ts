import { requireManagePeople } from '../access/permissions.ts'
import { findPage, type Connection, type PageRequest } from '../base/graphql/connection.ts'
import type { Work } from '../base/work.ts'
import { Invite } from './invite.ts'
import { whereInvites, type InviteConditions } from './where-invites.ts'

/** A page of the organization's invites, newest first. */
export async function findInvites(
  work: Work,
  conditions: InviteConditions,
  page: PageRequest,
): Promise<Connection<Invite>> {
  requireManagePeople(work)
  const query = work.rows(Invite).query('invite')
  whereInvites(query, conditions, work.now())
  return findPage(query, page, null, 'DESC')
}
