export type * as schema from './generated/graphql.ts'
export { ApiKeys } from './api-keys.ts'
export { AuditEvents, type AuditQuery } from './audit-events.ts'
export type { Deprecation, RawAnswer } from './answer.ts'
export { Rollcall } from './client.ts'
export {
  AbortedError,
  AuthenticationError,
  isRollcallError,
  NetworkError,
  PermissionError,
  RateLimitError,
  RequestError,
  RollcallError,
  ServerError,
  TimeoutError,
  UserInputError,
  type AnyUserError,
  type ApiError,
  type RollcallErrorCode,
} from './errors.ts'
export {
  Import,
  ImportFailedError,
  type ColumnMap,
  type ColumnTarget,
  type CommitOptions,
  type FieldKey,
  type ImportResult,
  type ReadOptions,
  type WaitOptions,
} from './import.ts'
export type { ImportCsvOptions } from './import-csv.ts'
export { CustomFields } from './custom-fields.ts'
export { Imports, type StartOptions } from './imports.ts'
export { Invites } from './invites.ts'
export type { Listing, ListOptions, Page } from './listing.ts'
export { Session, type SignedIn } from './session.ts'
export { Sso } from './sso.ts'
export { Organization } from './organization.ts'
export { Teams } from './teams.ts'
export type { AttemptEvent } from './repeat.ts'
export type { CallOptions, RollcallOptions } from './transport.ts'
export { TypedDocumentString } from './typed-document-string.ts'
export type { CsvSource, UploadProgress } from './upload.ts'
export { Users, type InviteOutcome } from './users.ts'
export { HrIntegrations } from './hr-integrations.ts'
export { Webhooks, type WebhookTestResult } from './webhooks.ts'
