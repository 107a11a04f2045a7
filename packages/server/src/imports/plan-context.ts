import type { Role } from '../base/viewer.ts'
import type { CustomFieldKey } from '../users/custom-field.ts'
import type { HrField } from '../users/hr-fields.ts'
import type { KnownManagers } from '../users/known-managers.ts'
import type { User } from '../users/user.ts'
import type { FieldKey } from './fields.ts'
import type { HireDays } from './hire-day-invite.ts'
import type { Repeated } from './import-row.ts'
import type { KnownNames } from './known-names.ts'
import type { MatchContext } from './match-user.ts'
import type { RowIssue } from './row-issue.ts'

/** The directory and the rules that a row is held against. Counts change as rows are planned. */
export interface PlanContext extends MatchContext {
  /** The user who imports; an API key is none. */
  viewerId: string | null
  /** The HR integration that imports, and may change whom it looks after; null where people do. */
  hrIntegrationId: string | null
  /** What it says about its users, and nobody else may; empty where people import. */
  hrFields: readonly HrField[]
  /** What the HR integrations are called, by their ids. */
  hrNames: ReadonlyMap<string, string>
  grantableRoles: readonly Role[]
  allowedEmailDomains: readonly string[]
  /** Field to the position of its column, to say where a mistake stands. */
  columnIndexes: ReadonlyMap<string, number>
  teams: KnownNames
  locations: KnownNames
  /** Ids of the secondary teams of users that were found. */
  secondaryTeamIds: ReadonlyMap<string, readonly string[]>
  /** Who manages the people whose primary team it is, by the id of the team. */
  teamManagers: ReadonlyMap<string, Person>
  /** Who is named as manager in these rows, and who manages their users by now. */
  managers: KnownManagers
  owners: { left: number }
  /** Null where invites do not go by the hire date. */
  hireDays: HireDays | null
  /** Of which a user who has a value keeps it. */
  keptFields: readonly (FieldKey | CustomFieldKey)[]
}

export type Person = Pick<User, 'id' | 'name'>

/** What a row has to do with other rows of its file. */
export interface RowRelation {
  /** An earlier row about the same person. */
  repeated: Repeated | undefined
  /** Whether its manager has no row. */
  hasOutsideManager: boolean
  /** The lines of a circle of managers of which it is the last row. */
  managerCircle?: string | undefined
}

/** Where a field stands in the file. */
export function placeOf(field: string, { columnIndexes }: PlanContext): Pick<RowIssue, 'field' | 'columnIndex'> {
  return { field, columnIndex: columnIndexes.get(field) }
}
