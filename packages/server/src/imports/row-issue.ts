/** What is wrong or noteworthy about a row. */
export const RowIssueCode = {
  REQUIRED: 'REQUIRED',
  TOO_LONG: 'TOO_LONG',
  EMAIL_INVALID: 'EMAIL_INVALID',
  EMAIL_SUSPICIOUS: 'EMAIL_SUSPICIOUS',
  EMAIL_DOMAIN_NOT_ALLOWED: 'EMAIL_DOMAIN_NOT_ALLOWED',
  DUPLICATE_IN_FILE: 'DUPLICATE_IN_FILE',
  IDENTIFIER_CONFLICT: 'IDENTIFIER_CONFLICT',
  UNDO_KEPT: 'UNDO_KEPT',
  UNDO_FAILED: 'UNDO_FAILED',
  USER_DEACTIVATED: 'USER_DEACTIVATED',
  ROLE_UNKNOWN: 'ROLE_UNKNOWN',
  ROLE_NOT_ALLOWED: 'ROLE_NOT_ALLOWED',
  LAST_OWNER: 'LAST_OWNER',
  HR_OWNED: 'HR_OWNED',
  HR_RELEASED: 'HR_RELEASED',
  TEAM_UNKNOWN: 'TEAM_UNKNOWN',
  LOCATION_UNKNOWN: 'LOCATION_UNKNOWN',
  LANGUAGE_INVALID: 'LANGUAGE_INVALID',
  TIME_ZONE_UNKNOWN: 'TIME_ZONE_UNKNOWN',
  DATE_INVALID: 'DATE_INVALID',
  MANAGER_INVALID: 'MANAGER_INVALID',
  NAME_NOT_ALLOWED: 'NAME_NOT_ALLOWED',
  CELL_COUNT: 'CELL_COUNT',
  ENCODING_SUSPICIOUS: 'ENCODING_SUSPICIOUS',
  YES_NO_INVALID: 'YES_NO_INVALID',
  NOT_INVITED: 'NOT_INVITED',
  NOT_SAVED: 'NOT_SAVED',
} as const
export type RowIssueCode = keyof typeof RowIssueCode

/** An ERROR keeps the row from being applied; the others do not. */
export const IssueSeverity = { ERROR: 'ERROR', WARNING: 'WARNING', INFO: 'INFO' } as const
export type IssueSeverity = keyof typeof IssueSeverity

/** One thing about one row: a whole sentence, where it stands, and the correction where we know one. */
export interface RowIssue {
  code: RowIssueCode
  severity: IssueSeverity
  message: string
  columnIndex?: number | undefined
  field?: string | undefined
  value?: string | undefined
  suggestion?: string | undefined
}

/** Notes why a row cannot be applied; the suggestion is a value that could be meant. */
export type RefuseRow = (
  code: RowIssueCode,
  field: string,
  value: string | null,
  message: string,
  suggestion?: string,
) => void
