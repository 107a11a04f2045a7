import type { RowIssueCode, IssueSeverity } from './row-issue.ts'
import type { ImportSettings } from './import-settings.ts'
import type { ValueSuggestion } from './value-suggestions.ts'

/** Rows with the same issue. */
export interface IssueCount {
  code: RowIssueCode
  severity: IssueSeverity
  rows: number
  /** The first five. */
  lines: number[]
}

/** What committing would do, exactly, to the directory as it is now. */
export interface ImportPlan {
  settings: ImportSettings
  totalRows: number
  toCreate: number
  toUpdate: number
  toReactivate: number
  unchanged: number
  skipped: number
  invalid: number
  toDeactivate: number
  invites: number
  newTeams: string[]
  newLocations: string[]
  issues: IssueCount[]
  /** None for imports that were committed before they were collected. */
  valueSuggestions?: ValueSuggestion[]
  /** Changes when the file, the mapping, the settings or what would be done changes. */
  fingerprint: string
}

/** A plan with what the rows of a single batch do not tell. */
export interface PlannedImport {
  plan: ImportPlan
  /** The lines of the rows whose manager will not be there when every row is applied. */
  withoutManager: ReadonlySet<number>
}
