/** What a caller can put right. The list is the API's; each rule throws its own code where it stands. */
export const UserErrorCode = {
  INVALID: 'INVALID',
  REQUIRED: 'REQUIRED',
  TOO_LONG: 'TOO_LONG',
  EMAIL_INVALID: 'EMAIL_INVALID',
  EMAIL_TAKEN: 'EMAIL_TAKEN',
  IDENTIFIER_TAKEN: 'IDENTIFIER_TAKEN',
  EMAIL_DOMAIN_NOT_ALLOWED: 'EMAIL_DOMAIN_NOT_ALLOWED',
  NOT_FOUND: 'NOT_FOUND',
  ROLE_NOT_ALLOWED: 'ROLE_NOT_ALLOWED',
  LAST_OWNER: 'LAST_OWNER',
  HR_OWNED: 'HR_OWNED',
  SELF_NOT_ALLOWED: 'SELF_NOT_ALLOWED',
  USER_DEACTIVATED: 'USER_DEACTIVATED',
  USER_NOT_DEACTIVATED: 'USER_NOT_DEACTIVATED',
  USER_CONFIRMED: 'USER_CONFIRMED',
  INVITE_NOT_USABLE: 'INVITE_NOT_USABLE',
  INVITE_EXPIRED: 'INVITE_EXPIRED',
  EMAIL_SUPPRESSED: 'EMAIL_SUPPRESSED',
  RESEND_TOO_SOON: 'RESEND_TOO_SOON',
  PASSWORD_TOO_WEAK: 'PASSWORD_TOO_WEAK',
  SIGN_IN_REFUSED: 'SIGN_IN_REFUSED',
  IMPORT_STATE: 'IMPORT_STATE',
  FILE_EMPTY: 'FILE_EMPTY',
  FILE_TOO_LARGE: 'FILE_TOO_LARGE',
  FILE_NOT_CSV: 'FILE_NOT_CSV',
  FILE_ENCODING: 'FILE_ENCODING',
  FILE_MALFORMED: 'FILE_MALFORMED',
  TOO_MANY_COLUMNS: 'TOO_MANY_COLUMNS',
  NAME_NOT_ALLOWED: 'NAME_NOT_ALLOWED',
  HEADER_DUPLICATE: 'HEADER_DUPLICATE',
  COLUMN_UNKNOWN: 'COLUMN_UNKNOWN',
  FIELD_UNKNOWN: 'FIELD_UNKNOWN',
  FIELD_MAPPED_TWICE: 'FIELD_MAPPED_TWICE',
  FIELD_UNMAPPED: 'FIELD_UNMAPPED',
  SETTINGS_REQUIRED: 'SETTINGS_REQUIRED',
  TIME_INVALID: 'TIME_INVALID',
  DEACTIVATION_UNCONFIRMED: 'DEACTIVATION_UNCONFIRMED',
  DEACTIVATION_LIMIT: 'DEACTIVATION_LIMIT',
  ROWS_INVALID: 'ROWS_INVALID',
  PREVIEW_STALE: 'PREVIEW_STALE',
  IMPORT_BUSY: 'IMPORT_BUSY',
  UNDO_NOT_POSSIBLE: 'UNDO_NOT_POSSIBLE',
  IDEMPOTENCY_KEY_REUSED: 'IDEMPOTENCY_KEY_REUSED',
} as const
export type UserErrorCode = keyof typeof UserErrorCode

/** What a caller cannot put right by other data. */
export const ApiErrorCode = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  QUERY_TOO_COMPLEX: 'QUERY_TOO_COMPLEX',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  PERSISTED_QUERY_NOT_FOUND: 'PERSISTED_QUERY_NOT_FOUND',
  RATE_LIMITED: 'RATE_LIMITED',
  SERVICE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  INTERNAL_SERVER_ERROR: 'INTERNAL_SERVER_ERROR',
} as const
export type ApiErrorCode = keyof typeof ApiErrorCode

/** One mistake the caller can put right: a whole sentence, where it stands in the arguments, and what to do. */
export interface Mistake {
  code: UserErrorCode
  message: string
  /** Place in the arguments, for example `['input', 'email']`; empty when no single argument is to blame. */
  path: readonly string[]
  hint?: string | undefined
  /** What the error type of that code carries beside the sentence, for example the user who has the address. */
  facts?: MistakeFacts | undefined
}

/** Which error type of the API the mistake becomes, and its own fields. Ids are bare. */
type MistakeFacts =
  | { type: 'NotFoundError'; id: string }
  | { type: 'EmailTakenError'; userId: string }
  | { type: 'ImportStateError'; currentState: string; allowedStates: readonly string[] }
  | { type: 'FileError'; line: number | null; columnIndex: number | null; detected: string | null }
  | { type: 'MappingError'; column: string | null; field: string | null }
  | { type: 'DeactivationGuardError'; wouldDeactivate: number; limit: number }
  | { type: 'RoleNotAllowedError'; role: string; allowedRoles: readonly string[] }
  | { type: 'HrOwnedError'; hrIntegrationName: string; fields: readonly string[] }

/** A no that the caller can put right. Thrown where the rule stands; it undoes the transaction it is thrown in. */
export class Refusal extends Error {
  readonly mistakes: readonly Mistake[]

  constructor(...mistakes: [Mistake, ...Mistake[]]) {
    super(mistakes[0].message)
    this.name = 'Refusal'
    this.mistakes = mistakes
  }

  get code(): UserErrorCode {
    return (this.mistakes[0] as Mistake).code
  }
}

/** The same answer for an unknown id and for one of another organization. */
export function notFound(what: string, id: string, path: readonly string[]): Refusal {
  return new Refusal({
    code: 'NOT_FOUND',
    message: `There is no ${what} with this id.`,
    path,
    facts: { type: 'NotFoundError', id },
  })
}

/** A no that the caller cannot put right by other data: not signed in, not allowed, too large, our own failure. */
export class Fault extends Error {
  readonly code: ApiErrorCode
  readonly facts: Record<string, unknown>

  constructor(code: ApiErrorCode, message: string, facts: Record<string, unknown> = {}) {
    super(message)
    this.name = 'Fault'
    this.code = code
    this.facts = facts
  }
}
