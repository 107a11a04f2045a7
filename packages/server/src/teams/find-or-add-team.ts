import type { Work } from '../base/work.ts'
import { findOrAddNamed } from './find-or-add-named.ts'
import { Team } from './team.ts'

/** The ids of teams by their exact names; teams that do not exist are added, without a manager. */
export function findOrAddTeams(work: Work, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return findOrAddNamed(work, Team, names, { managerId: null, createdAt: work.now() })
}
