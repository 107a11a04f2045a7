import { registerEnumType } from 'type-graphql'
import { ImportAction } from './allowed-actions.ts'
import { DateOrder } from './date-order.ts'
import {
  DeactivatedPolicy,
  DeactivationScope,
  EmptyCellPolicy,
  ExistingValuePolicy,
  ImportMode,
  NameMatching,
  RowErrorPolicy,
  UserMatchKey,
} from './import-settings.ts'
import { ImportState } from './import-session.ts'
import { RowAction } from './planned-row.ts'
import { FileFormat } from './read-csv.ts'
import { ImportPhase } from './report-import.ts'
import { IssueSeverity, RowIssueCode } from './row-issue.ts'

registerEnumType(DateOrder, {
  name: 'DateOrder',
  description: 'In which order a column writes day and month where the year comes last; the year first is always read.',
  valuesConfig: {
    DAY_MONTH_YEAR: { description: '22.11.2026.' },
    MONTH_DAY_YEAR: { description: '11/22/2026.' },
  },
})

registerEnumType(DeactivatedPolicy, {
  name: 'DeactivatedPolicy',
  description: 'What to do with a row whose user is deactivated.',
  valuesConfig: {
    REACTIVATE: { description: 'Bring the user back.' },
    REPORT: { description: 'Report the row as invalid.' },
  },
})

registerEnumType(DeactivationScope, {
  name: 'DeactivationScope',
  description: 'Which users are deactivated when they are missing from the file.',
  valuesConfig: {
    EVERYBODY: { description: 'All of the organization.' },
    IMPORTED: { description: 'Those whom imports have made; for a file that does not know of the others.' },
  },
})

registerEnumType(EmptyCellPolicy, {
  name: 'EmptyCellPolicy',
  description: 'What an empty cell means for a user who is there already.',
  valuesConfig: {
    CLEAR: { description: 'Remove the value.' },
    KEEP: { description: 'Leave the value as it is.' },
  },
})

registerEnumType(ExistingValuePolicy, {
  name: 'ExistingValuePolicy',
  description: 'What a column does to users who have a value already.',
  valuesConfig: {
    KEEP: { description: 'Leave it; only those who have none are given one.' },
    OVERWRITE: { description: 'Put that of the file in its place.' },
  },
})

registerEnumType(FileFormat, {
  name: 'FileFormat',
  description: 'A kind of file that can be imported.',
  valuesConfig: {
    CSV: { description: 'Text with a row in each line and delimiters between cells.' },
    XLSX: { description: 'An Excel workbook, of which one sheet is read.' },
  },
})

registerEnumType(ImportAction, {
  name: 'ImportAction',
  description: 'A mutation that can be called for an import now.',
  valuesConfig: {
    ABORT: { description: '`abortImport`.' },
    CANCEL: { description: '`cancelImport`.' },
    COMMIT: { description: '`commitImport`.' },
    CONFIGURE: { description: '`configureImport`.' },
    MAP_COLUMNS: { description: '`mapColumns`.' },
    UNDO: { description: '`undoImport`.' },
    UPDATE_ROWS: { description: '`updateImportRows`.' },
  },
})

registerEnumType(ImportMode, {
  name: 'ImportMode',
  description: 'Which users an import may touch.',
  valuesConfig: {
    ADD_AND_UPDATE: { description: 'Add new users and update users who are there already.' },
    ADD_ONLY: { description: 'Add new users; leave users who are there already as they are.' },
    ADD_UPDATE_AND_DEACTIVATE_MISSING: {
      description: 'Add, update, and deactivate every other user who is not in the file. Needs `confirmDeactivations`.',
    },
    UPDATE_ONLY: { description: 'Only change users who exist; rows of unknown people are reported as skipped.' },
  },
})

registerEnumType(ImportPhase, {
  name: 'ImportPhase',
  description: 'What part of an import is being worked on.',
  valuesConfig: {
    APPLYING: { description: 'Making and changing users.' },
    DEACTIVATING: { description: 'Deactivating users who are not in the file.' },
    DONE: { description: 'Finished, one way or another.' },
    QUEUED: { description: 'Waiting for a worker.' },
    WAITING: { description: 'Waiting for the caller.' },
  },
})

registerEnumType(ImportState, {
  name: 'ImportState',
  description: 'Where an import stands.',
  valuesConfig: {
    ABORTED: {
      description:
        'Stopped by `abortImport` while being applied; the report says what was applied and what was not reached.',
    },
    CANCELLED: { description: 'Given up with `cancelImport`; nothing was changed.' },
    COMMITTED: { description: 'Done. See `report`.' },
    COMMITTING: { description: 'The rows are being applied. Nothing can be changed any more; watch `progress`.' },
    CONFIGURED: { description: 'The settings are chosen. Next: look at `preview`, then `commitImport`.' },
    EXPIRED: { description: 'Left alone too long before it was committed; nothing was changed.' },
    FAILED: { description: 'Applying stopped before the end. `failure` says why; `commitImport` goes on from there.' },
    MAPPED: {
      description: 'Every required field has a column. Next: `configureImport`, or `commitImport` with `settings`.',
    },
    UPLOADED: { description: 'The file was read. Next: `mapColumns`.' },
  },
})

registerEnumType(IssueSeverity, {
  name: 'IssueSeverity',
  description: 'How bad an issue is.',
  valuesConfig: {
    ERROR: { description: 'The row is not applied.' },
    INFO: { description: 'Good to know.' },
    WARNING: { description: 'The row is applied, but look at it.' },
  },
})

registerEnumType(NameMatching, {
  name: 'NameMatching',
  description: 'How names of teams and locations are compared.',
  valuesConfig: {
    EXACT: { description: '`marketing` is not `Marketing`.' },
    IGNORE_CASE: { description: '`marketing` is `Marketing`; spaces around names do not count.' },
  },
})

registerEnumType(RowAction, {
  name: 'RowAction',
  description: 'What committing would do with a row, or did with it.',
  valuesConfig: {
    CREATE: { description: 'Make a user.' },
    INVALID: { description: 'Left out because it is invalid.' },
    NOT_REACHED: { description: 'Not looked at, because applying stopped before it.' },
    REACTIVATE: { description: 'Bring a deactivated user back, and change them where the row differs.' },
    SKIP: { description: 'Left out by the settings or by `updateImportRows`.' },
    UNCHANGED: { description: 'Nothing to change.' },
    UPDATE: { description: 'Change a user.' },
  },
})

registerEnumType(RowErrorPolicy, {
  name: 'RowErrorPolicy',
  description: 'What to do with invalid rows.',
  valuesConfig: {
    ABORT: { description: 'Refuse to commit while there is an invalid row.' },
    SKIP_ROW: { description: 'Leave invalid rows out and apply the rest.' },
  },
})

registerEnumType(RowIssueCode, {
  name: 'RowIssueCode',
  description: 'What is wrong or odd about a row.',
  valuesConfig: {
    CELL_COUNT: { description: 'The row has more or fewer cells than the header.' },
    DATE_INVALID: { description: 'Not a date, or one that can be read two ways.' },
    DUPLICATE_IN_FILE: {
      description: 'An earlier row has the same email address, external id, or value of a unique custom field.',
    },
    EMAIL_DOMAIN_NOT_ALLOWED: { description: 'The email domain is not allowed.' },
    EMAIL_INVALID: { description: 'The email address is malformed.' },
    EMAIL_SUSPICIOUS: { description: 'The domain looks mistyped, for example `gmial.com`.' },
    ENCODING_SUSPICIOUS: { description: 'Characters that look like text read in the wrong encoding.' },
    HR_OWNED: {
      description: 'An HR integration keeps this field of the user in step, so the row leaves it as it is.',
    },
    HR_RELEASED: {
      description: 'An Owner released the user, so the file of their HR integration leaves this field to people.',
    },
    IDENTIFIER_CONFLICT: {
      description:
        'The email address, the external id and the values of unique custom fields do not all belong to one user.',
    },
    LANGUAGE_INVALID: { description: 'The language is not a BCP 47 tag.' },
    LAST_OWNER: { description: 'The last owner would lose the role or be deactivated.' },
    LOCATION_UNKNOWN: { description: 'There is no such location; `suggestion` names the closest.' },
    MANAGER_INVALID: {
      description:
        'The manager is not a user, is deactivated, is the user, or makes a circle; the manager stays as it was.',
    },
    NAME_NOT_ALLOWED: { description: 'A name that would turn into a link in the mail, or holds control characters.' },
    NOT_INVITED: { description: 'The user is added, and no invite can be sent on the hire date; `message` says why.' },
    NOT_SAVED: { description: 'The row could not be saved; `message` says why.' },
    REQUIRED: { description: 'A required value is missing.' },
    ROLE_NOT_ALLOWED: { description: 'The caller may not give this role, or may not touch users who have it.' },
    ROLE_UNKNOWN: { description: 'There is no such role; `suggestion` names the closest.' },
    TEAM_UNKNOWN: { description: 'There is no such team; `suggestion` names the closest.' },
    TIME_ZONE_UNKNOWN: { description: 'The time zone is not known.' },
    TOO_LONG: { description: 'A value is too long.' },
    UNDO_FAILED: { description: 'The import was taken back, but this user could not be; `message` says why.' },
    UNDO_KEPT: { description: 'The import was taken back, but this user was left alone; `message` says why.' },
    USER_DEACTIVATED: { description: 'The user is deactivated.' },
    YES_NO_INVALID: { description: 'A cell that is neither yes nor no.' },
  },
})

registerEnumType(UserMatchKey, {
  name: 'UserMatchKey',
  description: 'What a row is matched to a user by.',
  valuesConfig: {
    EMAIL: { description: 'Email address.' },
    EXTERNAL_ID: { description: 'External id; the email address of a user may then change.' },
    CUSTOM_FIELD: {
      description: "One of the organization's own fields that is unique; the email address of a user may then change.",
    },
  },
})
