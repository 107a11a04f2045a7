import type { FieldChange, PlannedRow, RowAction } from './planned-row.ts'
import type { RowIssue } from './row-issue.ts'

/** What became of a row, as it is kept: a list and not an object, for there is one of each row of every file. */
export type RowOutcome = [
  action: RowAction,
  userId: string | null,
  changes: readonly FieldChange[],
  issues: readonly RowIssue[],
]

/** What is kept of a row that was applied; `userId` is the user it was matched to or that was made. */
export function rowOutcome({ action, changes, issues }: PlannedRow, userId: string | null): RowOutcome {
  return [action, userId, changes, issues]
}
