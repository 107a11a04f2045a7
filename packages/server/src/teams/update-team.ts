import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { notFound } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import type { RequireManager } from './create-team.ts'
import { Team } from './team.ts'
import { checkTeamName, refusingTakenName } from './team-name.ts'

/** Left out stays; null removes the manager. */
export interface UpdateTeamValues {
  teamId: string
  name?: string | null
  managerId?: string | null
}

/** Changes the name or the manager of a team; the manager becomes the one of everybody whose primary team it is. */
export async function updateTeam(
  work: Work,
  { teamId, ...input }: UpdateTeamValues,
  requireManager: RequireManager,
): Promise<{ team: Team }> {
  requireManagePeople(work)
  const team = await work.rows(Team).findOneForUpdate({ id: teamId })
  if (!team) throw notFound('team', teamId, ['input', 'teamId'])
  const before = { name: team.name, managerId: team.managerId }
  const after = {
    name: input.name === undefined ? team.name : checkTeamName(input.name),
    managerId: input.managerId === undefined ? team.managerId : input.managerId,
  }
  if (after.name === before.name && after.managerId === before.managerId) return { team }
  if (after.managerId !== null && after.managerId !== before.managerId) await requireManager(work, after.managerId)
  await refusingTakenName(after.name, () => work.rows(Team).update({ id: teamId }, after))
  await record(work, 'team.updated', teamId, { before, after })
  return { team: Object.assign(team, after) }
}
