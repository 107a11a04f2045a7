import type { Role } from '../base/viewer.ts'
import type { InviteTiming } from '../invites/invite.ts'

/** Which users an import may add, update or deactivate. */
export const ImportMode = {
  ADD_AND_UPDATE: 'ADD_AND_UPDATE',
  ADD_UPDATE_AND_DEACTIVATE_MISSING: 'ADD_UPDATE_AND_DEACTIVATE_MISSING',
  ADD_ONLY: 'ADD_ONLY',
  UPDATE_ONLY: 'UPDATE_ONLY',
} as const
export type ImportMode = keyof typeof ImportMode

/** By what a row finds its user. */
export const UserMatchKey = { EMAIL: 'EMAIL', EXTERNAL_ID: 'EXTERNAL_ID', CUSTOM_FIELD: 'CUSTOM_FIELD' } as const
export type UserMatchKey = keyof typeof UserMatchKey

/** Whether good rows are applied when others are invalid. */
export const RowErrorPolicy = { SKIP_ROW: 'SKIP_ROW', ABORT: 'ABORT' } as const
export type RowErrorPolicy = keyof typeof RowErrorPolicy

/** What a row does that finds a deactivated user. */
export const DeactivatedPolicy = { REPORT: 'REPORT', REACTIVATE: 'REACTIVATE' } as const
export type DeactivatedPolicy = keyof typeof DeactivatedPolicy

/** What an empty cell does to an existing user. */
export const EmptyCellPolicy = { KEEP: 'KEEP', CLEAR: 'CLEAR' } as const
export type EmptyCellPolicy = keyof typeof EmptyCellPolicy

/** What a cell does to a value that its user has already. */
export const ExistingValuePolicy = { OVERWRITE: 'OVERWRITE', KEEP: 'KEEP' } as const
export type ExistingValuePolicy = keyof typeof ExistingValuePolicy

/** Whom a file judges that deactivates those who are missing from it. */
export const DeactivationScope = { EVERYBODY: 'EVERYBODY', IMPORTED: 'IMPORTED' } as const
export type DeactivationScope = keyof typeof DeactivationScope

/** How names of teams and locations are compared. */
export const NameMatching = { EXACT: 'EXACT', IGNORE_CASE: 'IGNORE_CASE' } as const
export type NameMatching = keyof typeof NameMatching

/** What a person chose about an import. `mode` and `invites` have no default: nothing is mailed by surprise. */
export interface ImportSettings {
  mode: ImportMode
  invites: InviteTiming
  /** ISO 8601 with zone; only with SCHEDULED. */
  sendAt: string | null
  /** With HIRE_DATE: where it is morning for users whose row names no time zone. */
  timeZone: string | null
  /** In the mails of its invites, in the place of the organization's own; null: that. */
  customMessage: string | null
  matchBy: UserMatchKey
  /** With CUSTOM_FIELD: the key of a unique custom field. Imports of earlier versions have none. */
  matchCustomField?: string | null
  onRowError: RowErrorPolicy
  deactivatedUsers: DeactivatedPolicy
  /** Matters where those who are missing are deactivated. */
  deactivationScope: DeactivationScope
  emptyCells: EmptyCellPolicy
  nameMatching: NameMatching
  createMissingTeams: boolean
  createMissingLocations: boolean
  defaultRole: Role
}
