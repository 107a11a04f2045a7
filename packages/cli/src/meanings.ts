import type { schema } from '@rollcall/sdk'

// What can be chosen, and what it means; a value that the API has and these lack does not compile.

export const MODES: Record<schema.ImportMode, string> = {
  ADD_AND_UPDATE: 'add new users and update those who are there',
  ADD_ONLY: 'add new users, leave the others as they are',
  UPDATE_ONLY: 'only change users who are there',
  ADD_UPDATE_AND_DEACTIVATE_MISSING: 'add, update, and deactivate everybody who is not in the file',
}

export const TIMINGS: Record<schema.InviteTiming, string> = {
  NONE: 'send no invites now',
  IMMEDIATE: 'invite new users at once',
  SCHEDULED: 'invite new users at a later time',
  HIRE_DATE: 'invite each new user on the morning of the hire date',
}

export const ROLES: Record<schema.Role, string> = {
  LEARNER: 'Learner',
  REPORTER: 'Reporter',
  LEARNING_DESIGNER: 'Learning Designer',
  CURATOR: 'Curator',
  HR: 'HR',
  ADMIN: 'Admin',
  OWNER: 'Owner',
}

export const ROW_ERRORS: Record<schema.RowErrorPolicy, string> = {
  SKIP_ROW: 'leave invalid rows out',
  ABORT: 'apply nothing while a row is invalid',
}

export const DEACTIVATED: Record<schema.DeactivatedPolicy, string> = {
  REPORT: 'rows of deactivated users are invalid',
  REACTIVATE: 'rows of deactivated users bring them back',
}

export const DEACTIVATION_SCOPES: Record<schema.DeactivationScope, string> = {
  EVERYBODY: 'whoever is not in the file is missing',
  IMPORTED: 'of those who are not in the file, whom imports have made are missing',
}

export const EMPTY_CELLS: Record<schema.EmptyCellPolicy, string> = {
  KEEP: 'an empty cell changes nothing',
  CLEAR: 'an empty cell removes the value',
}

export const NAME_MATCHING: Record<schema.NameMatching, string> = {
  EXACT: 'names of teams and locations must be the same letter for letter',
  IGNORE_CASE: 'names of teams and locations may differ in upper and lower case',
}

export const MATCH_KEYS: Record<schema.UserMatchKey, string> = {
  EMAIL: 'a row belongs to the user with its email address',
  EXTERNAL_ID: 'a row belongs to the user with its external id',
  CUSTOM_FIELD: 'a row belongs to the user with its value of --match-field',
}

export const USER_STATUSES: Record<schema.UserStatus, string> = {
  NOT_INVITED: 'no invite was sent yet',
  INVITE_SCHEDULED: 'an invite will be sent',
  INVITE_PENDING: 'an invite was sent and is not accepted',
  CONFIRMED: 'can sign in',
  DEACTIVATED: 'cannot sign in any more',
}

export const INVITE_STATUSES: Record<schema.InviteStatus, string> = {
  SCHEDULED: 'will be sent',
  QUEUED: 'is about to be sent',
  SENT: 'the mail service took it',
  DELIVERED: 'the mail server of the recipient took it',
  BOUNCED: 'it came back',
  FAILED: 'the mail service could not be reached',
  EXPIRED: 'its link is too old',
  REVOKED: 'it was taken back or replaced',
  ACCEPTED: 'its link was used',
}
