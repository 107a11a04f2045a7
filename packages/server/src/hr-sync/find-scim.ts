import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm'
import { requireManagePeople } from '../access/permissions.ts'
import { bareId } from '../base/graphql/ids.ts'
import type { Work } from '../base/work.ts'
import { Team } from '../teams/team.ts'
import { User, UserTeam } from '../users/user.ts'
import type { Mapped } from './attribute-mapping.ts'
import { HrGroup } from './hr-group.ts'
import { HrUser } from './hr-user.ts'
import { ScimProblem } from './scim-error.ts'
import type { ScimFilter } from './scim-filter.ts'
import type { GroupMember, SyncedGroup } from './scim-group.ts'
import type { SyncedUser } from './scim-user.ts'
import { GROUP_COLUMNS, userColumns, whereScim } from './scim-where.ts'

/** Which part of a list is asked for: positions count from 1. */
export interface ScimPage {
  startIndex: number
  count: number
  filter: ScimFilter | null
}

export interface ScimList<Item> {
  total: number
  items: Item[]
}

/** A page of users as the HR system sees them: everybody of the organization but those it has removed. */
export async function findScimUsers(work: Work, page: ScimPage, integration: Mapped): Promise<ScimList<SyncedUser>> {
  requireManagePeople(work)
  const query = seenUsers(work)
  if (page.filter) whereScim(query as SelectQueryBuilder<ObjectLiteral>, page.filter, userColumns(integration))
  const { total, rows } = await pageOf(query, page)
  return { total, items: await withSync(work, rows) }
}

/** One user, or the problem of an id that no user has. */
export async function findScimUser(work: Work, id: string): Promise<SyncedUser> {
  requireManagePeople(work)
  const user = await seenUsers(work)
    .andWhere('user.id = :id', { id: bareId('User', id) })
    .getOne()
  if (!user) throw new ScimProblem(404, 'There is no user with this id.')
  return (await withSync(work, [user]))[0] as SyncedUser
}

function seenUsers(work: Work): SelectQueryBuilder<User> {
  return work
    .rows(User)
    .query('user')
    .leftJoin(HrUser, 'hr', 'hr.organizationId = user.organizationId AND hr.userId = user.id')
    .andWhere('(hr.removedAt IS NULL OR hr.hrIntegrationId <> :integrationId)', { integrationId: work.viewer.id })
}

async function withSync(work: Work, users: readonly User[]): Promise<SyncedUser[]> {
  const hrUsers = await work.rows(HrUser).findIn(
    'userId',
    users.map(({ id }) => id),
  )
  const teams = await work
    .rows(Team)
    .findIn('id', [...new Set(users.flatMap(({ primaryTeamId }) => primaryTeamId ?? []))])
  const hrUserOf = new Map(hrUsers.map((hrUser) => [hrUser.userId, hrUser]))
  const nameOf = new Map(teams.map(({ id, name }) => [id, name]))
  return users.map((user) => ({
    user,
    hrUser: hrUserOf.get(user.id) ?? null,
    teamName: (user.primaryTeamId !== null && nameOf.get(user.primaryTeamId)) || null,
  }))
}

/** A page of groups, which are teams; members are looked up only where they are wanted. */
export async function findScimGroups(work: Work, page: ScimPage, withMembers: boolean): Promise<ScimList<SyncedGroup>> {
  requireManagePeople(work)
  const query = work
    .rows(Team)
    .query('team')
    .leftJoin(HrGroup, 'hr', 'hr.organizationId = team.organizationId AND hr.teamId = team.id')
  if (page.filter) whereScim(query as SelectQueryBuilder<ObjectLiteral>, page.filter, GROUP_COLUMNS)
  const { total, rows } = await pageOf(query, page)
  return { total, items: await syncedGroups(work, rows, withMembers) }
}

/** One group, or the problem of an id that none has. */
export async function findScimGroup(work: Work, id: string, withMembers: boolean): Promise<SyncedGroup> {
  requireManagePeople(work)
  const team = await work.rows(Team).findOne({ id: bareId('Team', id) })
  if (!team) throw new ScimProblem(404, 'There is no group with this id.')
  return (await syncedGroups(work, [team], withMembers))[0] as SyncedGroup
}

async function syncedGroups(work: Work, teams: readonly Team[], withMembers: boolean): Promise<SyncedGroup[]> {
  const members = withMembers ? await membersOf(work, teams) : null
  const groups = await work.rows(HrGroup).findIn(
    'teamId',
    teams.map(({ id }) => id),
  )
  const externalIds = new Map(groups.map(({ teamId, externalId }) => [teamId, externalId]))
  return teams.map((team) => ({
    team,
    externalId: externalIds.get(team.id) ?? null,
    members: members && (members.get(team.id) ?? []),
  }))
}

async function membersOf(work: Work, teams: readonly Team[]): Promise<Map<string, GroupMember[]>> {
  const ids = teams.map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const primary = await work
    .rows(User)
    .query('user')
    .select(['user.id AS userId', 'user.name AS name', 'user.primaryTeamId AS teamId'])
    .andWhere('user.primaryTeamId IN (:...ids)', { ids })
    .getRawMany<GroupMember & { teamId: string }>()
  const secondary = await work
    .rows(UserTeam)
    .query('membership')
    .innerJoin(User, 'user', 'user.organizationId = membership.organizationId AND user.id = membership.userId')
    .select(['user.id AS userId', 'user.name AS name', 'membership.teamId AS teamId'])
    .andWhere('membership.teamId IN (:...ids)', { ids })
    .getRawMany<GroupMember & { teamId: string }>()
  const members = new Map<string, GroupMember[]>()
  for (const { teamId, userId, name } of [...primary, ...secondary]) {
    const others = members.get(teamId)
    if (others) others.push({ userId, name })
    else members.set(teamId, [{ userId, name }])
  }
  return members
}

async function pageOf<R extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<R>,
  { startIndex, count }: ScimPage,
): Promise<{ total: number; rows: R[] }> {
  const total = await query.clone().getCount()
  if (count === 0) return { total, rows: [] }
  const rows = await query
    .orderBy(`${query.alias}.id`, 'ASC')
    .offset(startIndex - 1)
    .limit(count)
    .getMany()
  return { total, rows }
}
