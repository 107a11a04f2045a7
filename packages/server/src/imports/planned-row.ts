import type { User } from '../users/user.ts'
import type { UserDetails } from '../users/save-user.ts'
import type { CheckedRow } from './check-row.ts'
import type { NamedRow } from './known-names.ts'
import type { RowIssue } from './row-issue.ts'

/** What committing does with a row, or did. */
export const RowAction = {
  CREATE: 'CREATE',
  UPDATE: 'UPDATE',
  REACTIVATE: 'REACTIVATE',
  UNCHANGED: 'UNCHANGED',
  SKIP: 'SKIP',
  INVALID: 'INVALID',
  /** Never planned: applying stopped before the row. */
  NOT_REACHED: 'NOT_REACHED',
} as const
export type RowAction = keyof typeof RowAction

/** A field of a user before and after a row, as text for people. */
export interface FieldChange {
  field: string
  before: string | null
  after: string | null
}

/** What a row would do to the directory as it is. */
export interface PlannedRow {
  row: CheckedRow
  action: RowAction
  issues: readonly RowIssue[]
  /** The user it was matched to. */
  user: User | null
  changes: readonly FieldChange[]
  /** What to write; null when nothing is. */
  write: RowWrite | null
  /** With invites on the hire date: when the one of a new user leaves; null for none. */
  inviteAt?: Date | null
  /** Its user is deactivated when all rows are applied. */
  deactivates?: boolean
}

/** What a row writes. Names that do not exist yet have no id; they are made before the row is written. */
export interface RowWrite {
  details: Partial<UserDetails>
  primaryTeam?: NamedRow | null
  location?: NamedRow | null
  secondaryTeams?: readonly NamedRow[]
  /** The manager whom it names, where that one is there only when every row is applied. */
  lateManager?: LateManager
  /** Those that the list takes the place of. */
  formerSecondaryTeamIds?: readonly string[]
}

/** Whom a row names as manager, by address or employee ID, and whether it changes nothing else. */
export interface LateManager {
  name: string
  isOnlyChange: boolean
}
