import type { HrIntegration } from '../access/hr-integration.ts'
import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { createTeam } from '../teams/create-team.ts'
import { checkTeamName } from '../teams/team-name.ts'
import { Team } from '../teams/team.ts'
import { updateTeam } from '../teams/update-team.ts'
import { requireManager } from '../users/require-manager.ts'
import { changeMembers } from './change-members.ts'
import { HrGroup } from './hr-group.ts'
import { ScimProblem } from './scim-error.ts'
import type { GroupChange } from './scim-group.ts'

/** Makes a team of a group that the HR system tells of. */
export async function addHrGroup(
  work: Work,
  integration: HrIntegration,
  { name: typed, externalId = null, members }: GroupChange & { name: string },
): Promise<Team> {
  requireManagePeople(work)
  const name = checkTeamName(typed)
  const { team } = await refusingTaken(() => createTeam(work, { name }, requireManager))
  await work.rows(HrGroup).insert({ teamId: team.id, hrIntegrationId: integration.id, externalId })
  await pushMembers(work, team, members)
  return team
}

/** Makes a team what the HR system says; one that was there before is looked after by it from now on. */
export async function pushGroup(
  work: Work,
  integration: HrIntegration,
  { teamId, change }: { teamId: string; change: GroupChange },
): Promise<Team> {
  requireManagePeople(work)
  const { team, group } = await findSyncedGroup(work, integration, teamId)
  const name = change.name === undefined ? team.name : checkTeamName(change.name)
  if (name !== team.name) {
    await refusingTaken(() => updateTeam(work, { teamId, name }, requireManager))
    team.name = name
  }
  const externalId = change.externalId === undefined ? (group?.externalId ?? null) : change.externalId
  if (!group) await work.rows(HrGroup).insert({ teamId, hrIntegrationId: integration.id, externalId })
  else if (externalId !== group.externalId) await work.rows(HrGroup).update({ teamId }, { externalId })
  await pushMembers(work, team, change.members)
  return team
}

/** The team that an integration may change, which nobody else can change meanwhile. */
export async function findSyncedGroup(
  work: Work,
  integration: HrIntegration,
  teamId: string,
): Promise<{ team: Team; group: HrGroup | null }> {
  const team = await work.rows(Team).findOneForUpdate({ id: teamId })
  if (!team) throw new ScimProblem(404, 'There is no group with this id.')
  const group = await work.rows(HrGroup).findOne({ teamId })
  if (group && group.hrIntegrationId !== integration.id) {
    throw new ScimProblem(403, `${team.name} is looked after by another HR integration.`)
  }
  return { team, group }
}

async function pushMembers(work: Work, team: Team, members: GroupChange['members']): Promise<void> {
  if (!members.isWholeList && members.wanted.size === 0) return
  const { added, removed } = await changeMembers(work, team, members)
  if (added.length + removed.length > 0) await record(work, 'team.members_changed', team.id, { added, removed })
}

// The name was looked at before, so there is only one thing left that a team can be refused for.
async function refusingTaken<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    throw error instanceof Refusal ? new ScimProblem(409, error.message, 'uniqueness') : error
  }
}
