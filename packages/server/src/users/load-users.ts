import type DataLoader from 'dataloader'
import { loader, type Context } from '../base/graphql/mutate.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import type { Work } from '../base/work.ts'
import { Team } from '../teams/team.ts'
import { User, UserTeam } from './user.ts'

/** Users by id, those of one request looked up together. */
export function usersById(context: Context): DataLoader<string, User | null> {
  return rowsById(context, User)
}

/** The secondary teams of users by the user's id, in the order in which they were given. */
export function secondaryTeamsByUserId(context: Context): DataLoader<string, Team[]> {
  return loader(context, 'secondaryTeamsByUserId', loadSecondaryTeams)
}

async function loadSecondaryTeams(work: Work, userIds: readonly string[]): Promise<Team[][]> {
  const { entities, raw } = await work
    .rows(Team)
    .query('team')
    .innerJoin(
      UserTeam,
      'membership',
      'membership.organizationId = team.organizationId AND membership.teamId = team.id',
    )
    .addSelect('membership.userId', 'userId')
    .andWhere('membership.userId IN (:...userIds)', { userIds })
    .orderBy('membership.position', 'ASC')
    .getRawAndEntities<{ team_id: string; userId: string }>()
  const teams = new Map(entities.map((team) => [team.id, team]))
  const lists = new Map(userIds.map((id): [string, Team[]] => [id, []]))
  for (const { team_id: teamId, userId } of raw) {
    const team = teams.get(teamId)
    if (team) lists.get(userId)?.push(team)
  }
  return userIds.map((id) => lists.get(id) ?? [])
}
