import type DataLoader from 'dataloader'
import { loader, type Context } from '../base/graphql/mutate.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { teamsById } from '../teams/load-teams.ts'
import type { Team } from '../teams/team.ts'
import { User, UserTeam } from './user.ts'

/** Users by id, those of one request looked up together. */
export function usersById(context: Context): DataLoader<string, User | null> {
  return rowsById(context, User)
}

/** The secondary teams of users by the user's id, in the order in which they were given. */
export function secondaryTeamsByUserId(context: Context): DataLoader<string, Team[]> {
  return loader(context, 'secondaryTeamsByUserId', async (work, userIds: readonly string[]) => {
    const memberships = await work.rows(UserTeam).findIn('userId', userIds)
    memberships.sort((one, other) => one.position - other.position)
    const teams = await Promise.all(memberships.map(({ teamId }) => teamsById(context).load(teamId)))
    const lists = new Map(userIds.map((id): [string, Team[]] => [id, []]))
    for (const [index, { userId }] of memberships.entries()) {
      const team = teams[index]
      if (team) lists.get(userId)?.push(team)
    }
    return userIds.map((id) => lists.get(id) ?? [])
  })
}
