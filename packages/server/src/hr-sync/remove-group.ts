import type { HrIntegration } from '../access/hr-integration.ts'
import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { Team } from '../teams/team.ts'
import { User } from '../users/user.ts'
import { changeMembers } from './change-members.ts'
import { HrGroup } from './hr-group.ts'
import { findSyncedGroup } from './push-group.ts'
import { ScimProblem } from './scim-error.ts'

/**
 * Empties a team and removes it. One that the HR system never pushed is not its own to remove; one that is still
 * somebody's department stays as that.
 */
export async function removeHrGroup(work: Work, integration: HrIntegration, teamId: string): Promise<void> {
  requireManagePeople(work)
  const { team, group } = await findSyncedGroup(work, integration, teamId)
  if (!group) {
    throw new ScimProblem(403, `The team ${team.name} was made here, and no HR system looks after it.`)
  }
  const { removed } = await changeMembers(work, team, { isWholeList: true, wanted: new Map() })
  await work.rows(HrGroup).delete({ teamId })
  const left = await work.rows(User).count({ primaryTeamId: teamId })
  if (left === 0) await work.rows(Team).delete({ id: teamId })
  await record(work, left === 0 ? 'team.deleted' : 'team.members_changed', teamId, { name: team.name, removed })
}
