import { requireManagePeople } from '../access/permissions.ts'
import { findPage, whereOccurs, type Connection, type PageRequest } from '../base/graphql/connection.ts'
import type { Work } from '../base/work.ts'
import { Team } from './team.ts'

/** A page of the organization's teams by name, or of those in whose name the text occurs. */
export async function findTeams(work: Work, search: string | null, page: PageRequest): Promise<Connection<Team>> {
  requireManagePeople(work)
  const query = work.rows(Team).query('team')
  if (search?.trim()) whereOccurs(query, 'search', ['name'], search.trim())
  return findPage(query, page, 'name')
}
