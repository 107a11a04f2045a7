import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { newId, type Work } from '../base/work.ts'
import { Team } from './team.ts'
import { checkTeamName, refusingTakenName } from './team-name.ts'

export interface CreateTeamValues {
  name: string
  managerId?: string | null
}

/** Refuses an id that no user has who can be a manager. Users are a higher room's, so it is handed in. */
export type RequireManager = (work: Work, managerId: string) => Promise<void>

/** Makes a team. */
export async function createTeam(
  work: Work,
  input: CreateTeamValues,
  requireManager: RequireManager,
): Promise<{ team: Team }> {
  requireManagePeople(work)
  const name = checkTeamName(input.name)
  const managerId = input.managerId ?? null
  if (managerId !== null) await requireManager(work, managerId)
  const values = { id: newId(), name, managerId, createdAt: work.now() }
  const team = await refusingTakenName(name, () => work.rows(Team).insert(values))
  await record(work, 'team.created', team.id, { name, managerId })
  return { team }
}
