import { Field, ID, InputType, Int } from 'type-graphql'
import { UploadScalar, type FileUpload } from '../base/graphql/upload.ts'
import { Role } from '../base/viewer.ts'
import { InviteTiming } from '../invites/invite.ts'
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
import { IssueSeverity, RowIssueCode } from './row-issue.ts'

@InputType('AbortImportInput', { description: 'What `abortImport` needs.' })
export class AbortImportInput {
  @Field(() => ID, { description: 'Which import.' })
  importId!: string
}

@InputType('CancelImportInput', { description: 'Arguments of `cancelImport`.' })
export class CancelImportInput {
  @Field(() => ID, { description: 'The import.' })
  importId!: string
}

@InputType('ColumnMappingInput', {
  description: 'What to do with a column. Name the column by `column` or by `index`.',
})
export class ColumnMappingInput {
  @Field(() => String, { nullable: true, description: 'Header of the column.' })
  column?: string | null

  @Field(() => DateOrder, {
    nullable: true,
    description: 'Order of day and month in a column of hire dates; left out, the cells decide where they can.',
  })
  dateOrder?: DateOrder | null

  @Field(() => EmptyCellPolicy, {
    nullable: true,
    description:
      'What an empty cell of this column means; left out, the settings decide. The cell `[clear]` removes a value in any case.',
  })
  emptyCells?: EmptyCellPolicy | null

  @Field(() => ExistingValuePolicy, {
    nullable: true,
    defaultValue: 'OVERWRITE',
    description: 'What to do for users who have a value already.',
  })
  existingValues?: ExistingValuePolicy | null

  @Field(() => String, {
    nullable: true,
    description: 'Key of the field; null or left out means the column is ignored.',
  })
  field?: string | null

  @Field(() => Int, {
    nullable: true,
    description: 'Position of the column, from 0; for files in which a header occurs twice or is blank.',
  })
  index?: number | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'For `deactivate`: whether yes and no change places, because the column says who is active. Left out, the header decides.',
  })
  inverted?: boolean | null

  @Field(() => [ValueMappingInput], { nullable: true, description: 'Values to replace.' })
  values?: ValueMappingInput[] | null
}

@InputType('CommitImportInput', { description: 'Arguments of `commitImport`.' })
export class CommitImportInput {
  @Field(() => Int, {
    nullable: true,
    description: 'How many users may be deactivated: exactly `preview.toDeactivate`. Needed only when that is not 0.',
  })
  confirmDeactivations?: number | null

  @Field(() => String, { nullable: true, description: '`preview.fingerprint`, to commit only what was previewed.' })
  expectedFingerprint?: string | null

  @Field(() => String, { nullable: true, description: 'See `inviteUser`.' })
  idempotencyKey?: string | null

  @Field(() => ID, { description: 'The import.' })
  importId!: string

  @Field(() => ImportSettingsInput, {
    nullable: true,
    description: 'The settings, if they were not chosen with `configureImport`, or to replace them.',
  })
  settings?: ImportSettingsInput | null

  @Field(() => Int, {
    nullable: true,
    defaultValue: 10,
    description:
      'How many seconds to wait for the end before answering, at most 25. A small import is then COMMITTED in the answer.',
  })
  waitSeconds?: number | null
}

@InputType('ConfigureImportInput', { description: 'Arguments of `configureImport`.' })
export class ConfigureImportInput {
  @Field(() => ID, { description: 'The import.' })
  importId!: string

  @Field(() => ImportSettingsInput, { description: 'The settings.' })
  settings!: ImportSettingsInput
}

@InputType('ImportCellEditInput', { description: 'A cell to correct.' })
class ImportCellEditInput {
  @Field(() => Int, { description: 'Position of its column, from 0.' })
  columnIndex!: number

  @Field(() => String, { nullable: true, description: 'The value; null goes back to what is in the file.' })
  value?: string | null
}

@InputType('ImportRowEditInput', { description: 'A row to correct or leave out.' })
class ImportRowEditInput {
  @Field(() => [ImportCellEditInput], { nullable: true, description: 'Cells to correct.' })
  cells?: ImportCellEditInput[] | null

  @Field(() => Int, { description: 'Line as a spreadsheet shows it.' })
  line!: number

  @Field(() => Boolean, { nullable: true, description: 'true leaves the row out, false takes it in again.' })
  skip?: boolean | null
}

@InputType('ImportRowFilter', { description: 'Which rows to list. Several fields must all fit.' })
export class ImportRowFilter {
  @Field(() => [RowAction], { nullable: true, description: 'Actions.' })
  action?: RowAction[] | null

  @Field(() => [RowIssueCode], { nullable: true, description: 'Rows with one of these issues.' })
  issue?: RowIssueCode[] | null

  @Field(() => IssueSeverity, { nullable: true, description: 'Rows with an issue of at least this severity.' })
  minSeverity?: IssueSeverity | null

  @Field(() => String, { nullable: true, description: 'Text that occurs in one of the cells.' })
  search?: string | null
}

@InputType('ImportSessionFilter', { description: 'Which imports to list. Several fields must all fit.' })
export class ImportSessionFilter {
  @Field(() => Date, { nullable: true, description: 'Started at or after.' })
  createdAfter?: Date | null

  @Field(() => Date, { nullable: true, description: 'Started before.' })
  createdBefore?: Date | null

  @Field(() => ID, { nullable: true, description: 'Started by this user.' })
  createdById?: string | null

  @Field(() => [ImportState], { nullable: true, description: 'States.' })
  state?: ImportState[] | null
}

@InputType('ImportSettingsInput', {
  description:
    'How to import. Choosing settings replaces all of them: a field left out takes its default, not its earlier value.',
})
export class ImportSettingsInput {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether locations that do not exist are made; otherwise their rows are invalid.',
  })
  createMissingLocations?: boolean | null

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether teams that do not exist are made; otherwise their rows are invalid.',
  })
  createMissingTeams?: boolean | null

  @Field(() => String, {
    nullable: true,
    description:
      "Message in the mails of the invites, at most 2,000 characters, in the place of the organization's own; refused with `invites: NONE`. Who is sent another link later is told the same.",
  })
  customMessage?: string | null

  @Field(() => DeactivatedPolicy, {
    nullable: true,
    defaultValue: 'REPORT',
    description: 'What to do with rows of deactivated users.',
  })
  deactivatedUsers?: DeactivatedPolicy | null

  @Field(() => DeactivationScope, {
    nullable: true,
    defaultValue: 'EVERYBODY',
    description: 'Which users count as missing, with the mode that deactivates them.',
  })
  deactivationScope?: DeactivationScope | null

  @Field(() => Role, {
    nullable: true,
    defaultValue: 'LEARNER',
    description: 'Role of new users whose row names none.',
  })
  defaultRole?: Role | null

  @Field(() => EmptyCellPolicy, {
    nullable: true,
    defaultValue: 'KEEP',
    description:
      'What an empty cell means, in columns whose mapping does not say. The cell `[clear]` removes a value in any case.',
  })
  emptyCells?: EmptyCellPolicy | null

  @Field(() => InviteTiming, { description: 'Whether invites are sent to new users.' })
  invites!: InviteTiming

  @Field(() => UserMatchKey, {
    nullable: true,
    defaultValue: 'EMAIL',
    description: 'What a row is matched to a user by.',
  })
  matchBy?: UserMatchKey | null

  @Field(() => String, {
    nullable: true,
    description: 'With `matchBy: CUSTOM_FIELD`: the key of the unique custom field that a row is matched to a user by.',
  })
  matchCustomField?: string | null

  @Field(() => ImportMode, { description: 'Which users may be touched.' })
  mode!: ImportMode

  @Field(() => NameMatching, {
    nullable: true,
    defaultValue: 'EXACT',
    description: 'How names of teams and locations are compared.',
  })
  nameMatching?: NameMatching | null

  @Field(() => RowErrorPolicy, {
    nullable: true,
    defaultValue: 'SKIP_ROW',
    description: 'What to do with invalid rows.',
  })
  onRowError?: RowErrorPolicy | null

  @Field(() => Date, { nullable: true, description: 'When to send; required with SCHEDULED, refused otherwise.' })
  sendAt?: Date | null

  @Field(() => String, {
    nullable: true,
    description:
      'With HIRE_DATE: the time zone of new users whose row names none, for example `Europe/London`; required with it, refused otherwise.',
  })
  timeZone?: string | null
}

@InputType('MapColumnsInput', { description: 'Arguments of `mapColumns`.' })
export class MapColumnsInput {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Ignore every column that `mappings` does not name.',
  })
  exclusive?: boolean | null

  @Field(() => ID, { description: 'The import.' })
  importId!: string

  @Field(() => [ColumnMappingInput], {
    nullable: true,
    description:
      'What to do with which column. Columns not named stay mapped as they are, which at first means as suggested. Left out: as if no column were named.',
  })
  mappings?: ColumnMappingInput[] | null
}

@InputType('StartImportInput', {
  description:
    'Arguments of `startImport`. Give exactly one of `file`, `csv` and `uploadId`; with `replaces`, none of them reads the bytes of that import again.',
})
export class StartImportInput {
  @Field(() => String, {
    nullable: true,
    description: 'The text of the file, for small files and for clients without multipart; at most one megabyte.',
  })
  csv?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Delimiter, if it is known: comma, semicolon, tab or pipe; without it the server finds out.',
  })
  delimiter?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Encoding, if it is known, for example `windows-1252`; without it the server finds out and says so in `file`.',
  })
  encoding?: string | null

  @Field(() => UploadScalar, { nullable: true, description: 'The file, by multipart request.' })
  file?: Promise<FileUpload> | null

  @Field(() => String, { nullable: true, description: 'File name to show; without it the name of the upload.' })
  filename?: string | null

  @Field(() => Int, {
    nullable: true,
    description:
      'Line of the header as a spreadsheet shows it, if it is known, 0 for a file without one; without it the server finds out.',
  })
  headerRow?: number | null

  @Field(() => String, { nullable: true, description: 'See `inviteUser`.' })
  idempotencyKey?: string | null

  @Field(() => ID, {
    nullable: true,
    description:
      'The import whose place this one takes, which is UPLOADED, MAPPED or CONFIGURED and becomes CANCELLED. Its mapping stays where it fits, and then the new import is MAPPED; its settings stay as a proposal.',
  })
  replaces?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Sheet of a workbook, by its name or its number from 1; without it the first that holds anything. Ignored for a CSV file.',
  })
  sheet?: string | null

  @Field(() => ID, { nullable: true, description: 'The id from `createUpload`, after the bytes were uploaded.' })
  uploadId?: string | null
}

@InputType('UndoImportInput', { description: 'What `undoImport` needs.' })
export class UndoImportInput {
  @Field(() => ID, { description: 'Which import.' })
  importId!: string
}

@InputType('UpdateImportRowsInput', { description: 'Arguments of `updateImportRows`.' })
export class UpdateImportRowsInput {
  @Field(() => ID, { description: 'The import.' })
  importId!: string

  @Field(() => [ImportRowEditInput], { description: 'The rows, at most 500.' })
  rows!: ImportRowEditInput[]
}

@InputType('ValueMappingInput', { description: 'A value that is to be replaced by another.' })
export class ValueMappingInput {
  @Field(() => String, { description: 'As in the file.' })
  from!: string

  @Field(() => String, { description: 'What it stands for; an empty text means no value.' })
  to!: string
}
