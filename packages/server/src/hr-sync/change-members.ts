import { grantableRoles } from '../access/permissions.ts'
import { globalId } from '../base/graphql/ids.ts'
import type { Work } from '../base/work.ts'
import type { Team } from '../teams/team.ts'
import { MOST_SECONDARY_TEAMS } from '../users/check-details.ts'
import { saveUsers, type UserChange } from '../users/save-user.ts'
import { User, UserTeam } from '../users/user.ts'
import { ScimProblem } from './scim-error.ts'
import type { MemberChange } from './scim-group.ts'

/** Whom a change brought into a team and took out of it; ids of users. */
export interface ChangedMembers {
  added: string[]
  removed: string[]
}

/**
 * Brings users into a team and takes others out, by few statements however many they are. The team becomes the primary
 * one of whoever has none. Whom the viewer may not touch stays where they are, and so does a primary team that an HR
 * system says as the department.
 */
export async function changeMembers(
  work: Work,
  team: Team,
  { isWholeList, wanted }: MemberChange,
): Promise<ChangedMembers> {
  const ids = new Set(wanted.keys())
  if (isWholeList) for (const id of await memberIdsOf(work, team)) ids.add(id)
  const users = await work.rows(User).findIn('id', [...ids].sort(), { forUpdate: true })
  requireAll(wanted, users)
  const lists = await secondaryTeamsOf(work, users)
  const may = grantableRoles(work.viewer)
  const changed: ChangedMembers = { added: [], removed: [] }
  const change = users.flatMap((user): UserChange[] => {
    const list = lists.get(user.id) ?? []
    const isMember = user.primaryTeamId === team.id || list.includes(team.id)
    const isWanted = wanted.get(user.id) ?? false
    if (isMember === isWanted || !may.includes(user.role)) return []
    const after = isWanted ? withTeam(user, list, team.id) : withoutTeam(user, list, team.id)
    if (after) changed[isWanted ? 'added' : 'removed'].push(user.id)
    return after ? [after] : []
  })
  await saveUsers(work, { add: [], change: change.sort(byAddress) })
  return changed
}

/** Whose primary or secondary team it is. */
async function memberIdsOf(work: Work, team: Team): Promise<string[]> {
  const primary = await work.rows(User).find({ primaryTeamId: team.id }, { select: { organizationId: true, id: true } })
  const secondary = await work.rows(UserTeam).find({ teamId: team.id })
  return [...primary.map(({ id }) => id), ...secondary.map(({ userId }) => userId)]
}

function requireAll(wanted: ReadonlyMap<string, boolean>, users: readonly User[]): void {
  const found = new Set(users.map(({ id }) => id))
  for (const [id, isWanted] of wanted) {
    if (!isWanted || found.has(id)) continue
    throw new ScimProblem(400, `There is no user ${globalId('User', id)} to be a member.`, 'invalidValue')
  }
}

async function secondaryTeamsOf(work: Work, users: readonly User[]): Promise<Map<string, string[]>> {
  const rows = await work.rows(UserTeam).findIn(
    'userId',
    users.map(({ id }) => id),
  )
  const lists = new Map<string, string[]>()
  for (const { userId, teamId } of rows.sort((one, other) => one.position - other.position)) {
    const list = lists.get(userId)
    if (list) list.push(teamId)
    else lists.set(userId, [teamId])
  }
  return lists
}

function withTeam(user: User, list: readonly string[], teamId: string): UserChange {
  if (user.primaryTeamId === null) return { user, changes: { primaryTeamId: teamId } }
  if (list.length < MOST_SECONDARY_TEAMS) return { user, changes: {}, secondaryTeamIds: [...list, teamId] }
  const message = `${user.name} is in ${list.length} secondary teams, which is the most a user can have.`
  throw new ScimProblem(400, message, 'invalidValue')
}

function withoutTeam(user: User, list: readonly string[], teamId: string): UserChange | null {
  if (user.primaryTeamId !== teamId) {
    return { user, changes: {}, secondaryTeamIds: list.filter((other) => other !== teamId) }
  }
  if (user.hrFields?.includes('primaryTeam')) return null
  const [primaryTeamId = null, ...secondaryTeamIds] = list
  return { user, changes: { primaryTeamId }, secondaryTeamIds }
}

// Writers that go through the addresses in one order do not wait for each other in a circle.
function byAddress(one: UserChange, other: UserChange): number {
  return one.user.emailKey < other.user.emailKey ? -1 : 1
}
