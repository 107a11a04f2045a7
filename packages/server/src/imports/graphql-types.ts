import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import { connectionType } from '../base/graphql/connection.ts'
import { NodeType } from '../base/graphql/node.ts'
import { UrlScalar } from '../base/graphql/scalars.ts'
import { MutationPayloadType, UserErrorType } from '../base/graphql/user-error.ts'
import { Role } from '../base/viewer.ts'
import { InviteTiming } from '../invites/invite.ts'
import { UserConnectionType, UserType } from '../users/graphql-types.ts'
import { DateOrder } from './date-order.ts'
import { ImportAction } from './allowed-actions.ts'
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

@ObjectType('AbortImportPayload', { implements: MutationPayloadType, description: 'What `abortImport` did.' })
export class AbortImportPayloadType extends MutationPayloadType {
  @Field(() => ImportSessionType, { nullable: true, description: 'The import, now ABORTED.' })
  importSession!: ImportSessionType | null
}

@ObjectType('CancelImportPayload', { implements: MutationPayloadType, description: 'What `cancelImport` did.' })
export class CancelImportPayloadType extends MutationPayloadType {
  @Field(() => ImportSessionType, { nullable: true, description: 'The import, now CANCELLED.' })
  importSession!: ImportSessionType | null
}

@ObjectType('ColumnSuggestion', { description: 'What the server believes a column is.' })
export class ColumnSuggestionType {
  @Field(() => Float, { description: 'From 0 to 1.' })
  confidence!: number

  @Field(() => ImportFieldType, { description: 'The field.' })
  field!: ImportFieldType

  @Field(() => String, { description: 'Why, for example: header matches an alias.' })
  reason!: string
}

@ObjectType('CommitImportPayload', { implements: MutationPayloadType, description: 'What `commitImport` did.' })
export class CommitImportPayloadType extends MutationPayloadType {
  @Field(() => ImportSessionType, {
    nullable: true,
    description: 'The import, COMMITTED, or COMMITTING when it takes longer.',
  })
  importSession!: ImportSessionType | null
}

@ObjectType('ConfigureImportPayload', { implements: MutationPayloadType, description: 'What `configureImport` did.' })
export class ConfigureImportPayloadType extends MutationPayloadType {
  @Field(() => ImportSessionType, { nullable: true, description: 'The import.' })
  importSession!: ImportSessionType | null
}

@ObjectType('DeactivationGuardError', {
  implements: UserErrorType,
  description: 'The safety catch on deactivating everybody who is missing from the file.',
})
export class DeactivationGuardErrorType extends UserErrorType {
  @Field(() => Int, {
    description: "The most that may be deactivated by one import, from the organization's settings.",
  })
  limit!: number

  @Field(() => Int, { description: 'How many users would be deactivated; pass this number as `confirmDeactivations`.' })
  wouldDeactivate!: number
}

@ObjectType('DownloadLink', { description: 'A download that needs no credential but is valid only for a while.' })
class DownloadLinkType {
  @Field(() => Date, { description: 'When it stops working.' })
  expiresAt!: Date

  @Field(() => UrlScalar, { description: 'Address.' })
  url!: string
}

@ObjectType('FieldChange', { description: 'A value before and after.' })
export class FieldChangeType {
  @Field(() => String, { nullable: true, description: 'After; null when there is none.' })
  after!: string | null

  @Field(() => String, { nullable: true, description: 'Before; null when there was none.' })
  before!: string | null

  @Field(() => ImportFieldType, { description: 'The field.' })
  field!: ImportFieldType
}

@ObjectType('FileError', {
  implements: UserErrorType,
  description: 'Something is wrong with the uploaded file itself.',
})
export class FileErrorType extends UserErrorType {
  @Field(() => Int, { nullable: true, description: 'Position of the column, from 0, where one cell is to blame.' })
  columnIndex!: number | null

  @Field(() => String, {
    nullable: true,
    description: 'What the server took the file for, for example `xlsx` or `windows-1252`.',
  })
  detected!: string | null

  @Field(() => Int, { nullable: true, description: 'Line of the file, counted from 1, where one line is to blame.' })
  line!: number | null
}

@ObjectType('ImportCell', { description: 'A cell of a row.' })
export class ImportCellType {
  @Field(() => Int, { description: 'Position of its column, from 0.' })
  columnIndex!: number

  @Field(() => String, {
    nullable: true,
    description: 'As corrected with `updateImportRows`; null when it was not.',
  })
  edited!: string | null

  @Field(() => String, { description: 'As in the file.' })
  raw!: string
}

@ObjectType('ImportColumn', { description: 'A column of the file.' })
export class ImportColumnType {
  @Field(() => DateOrder, {
    nullable: true,
    description:
      'Order of day and month in a column of hire dates: as chosen, else the only one in which its cells can be read. Null where neither is known.',
  })
  dateOrder!: DateOrder | null

  @Field(() => Int, { description: 'How many cells are empty.' })
  emptyCells!: number

  @Field(() => EmptyCellPolicy, {
    nullable: true,
    description: 'What an empty cell means, as the mapping says with `emptyCells`; null where the settings decide.',
  })
  emptyCellPolicy!: EmptyCellPolicy | null

  @Field(() => ExistingValuePolicy, { description: 'What happens to users who have a value already.' })
  existingValues!: ExistingValuePolicy

  @Field(() => ImportFieldType, { nullable: true, description: 'The field it is mapped to.' })
  field!: ImportFieldType | null

  @Field(() => String, { description: 'Header as in the file.' })
  header!: string

  @Field(() => Boolean, { description: 'Whether it is left out on purpose.' })
  ignored!: boolean

  @Field(() => Int, { description: 'Position, from 0.' })
  index!: number

  @Field(() => Boolean, {
    description: 'Whether yes and no change places: a column mapped to `deactivate` that says who is active.',
  })
  inverted!: boolean

  @Field(() => [String], { description: 'The first different values, at most five.' })
  samples!: string[]

  @Field(() => ColumnSuggestionType, { nullable: true, description: 'What the server believes it is.' })
  suggestion!: ColumnSuggestionType | null

  @Field(() => [ValueMappingType], {
    description: 'Values that are replaced by others, for example `marketing` by `Marketing`.',
  })
  valueMappings!: ValueMappingType[]
}

@ObjectType('ImportField', { description: 'A field a column can be mapped to.' })
export class ImportFieldType {
  @Field(() => [String], { description: 'Headers that are recognized for it.' })
  aliases!: string[]

  @Field(() => [String], { nullable: true, description: 'All values allowed, where there is a short list of them.' })
  allowedValues!: string[] | null

  @Field(() => String, { description: 'What belongs in it.' })
  description!: string

  @Field(() => String, { nullable: true, description: 'A value as it could stand in a file.' })
  example!: string | null

  @Field(() => String, {
    description:
      "Key: `email`, `name`, `firstName`, `lastName`, `jobTitle`, `primaryTeam`, `secondaryTeams`, `role`, `language`, `location`, `timeZone`, `hireDate`, `externalId`, `manager`, `deactivate`, or `custom.<key>` for one of the organization's own.",
  })
  key!: string

  @Field(() => String, { description: 'Name for people; also the header in the template.' })
  label!: string

  @Field(() => Boolean, {
    description: 'Whether a column must be mapped to it. `name` counts as mapped when `firstName` and `lastName` are.',
  })
  required!: boolean
}

@ObjectType('ImportFile', { description: 'The uploaded file as the server understood it.' })
export class ImportFileType {
  @Field(() => Int, { description: 'Size.' })
  bytes!: number

  @Field(() => String, { description: 'Delimiter, for example `,` or `;`; empty for a workbook.' })
  delimiter!: string

  @Field(() => String, { description: 'Encoding, for example `utf-8` or `windows-1252`.' })
  encoding!: string

  @Field(() => FileFormat, { description: 'Kind of file.' })
  format!: FileFormat

  @Field(() => Int, {
    description: 'Line of the header as a spreadsheet shows it; 0 when no line names the columns.',
  })
  headerRow!: number

  @Field(() => String, { description: 'Name it was uploaded under.' })
  name!: string

  @Field(() => ImportSessionType, {
    nullable: true,
    description: 'The last import in which the same bytes were committed.',
  })
  previousImport!: ImportSessionType | null

  @Field(() => Int, { description: 'Rows under the header, blank ones left out.' })
  rowCount!: number

  @Field(() => String, { description: 'SHA-256 of its bytes, to recognize a file that was imported before.' })
  sha256!: string

  @Field(() => String, { nullable: true, description: 'Name of the sheet that was read; null for a CSV file.' })
  sheet!: string | null

  @Field(() => [String], { description: 'Names of the sheets of a workbook, in its order; none for a CSV file.' })
  sheets!: string[]

  @Field(() => [String], {
    description:
      'Oddities that were put right and guesses that were made, for example a byte order mark, blank lines or the encoding.',
  })
  warnings!: string[]
}

@ObjectType('ValueSuggestion', { description: 'A value of the file, and the known one that it looks like.' })
export class ValueSuggestionType {
  @Field(() => Int, { description: 'Position of the column, from 0.' })
  columnIndex!: number

  @Field(() => ImportFieldType, { description: 'The field it is mapped to.' })
  field!: ImportFieldType

  @Field(() => String, { description: 'As in the file.' })
  from!: string

  @Field(() => Int, { description: 'How many rows have it.' })
  rows!: number

  @Field(() => String, { description: 'What is probably meant.' })
  to!: string
}

@ObjectType('ImportPreview', { description: 'What committing would do. Nothing is changed by asking for it.' })
export class ImportPreviewType {
  @Field(() => [UserErrorType], {
    description: 'What would make `commitImport` refuse; empty when it would go through.',
  })
  blockers!: UserErrorType[]

  @Field(() => UserConnectionType, { description: 'Those users.' })
  deactivations!: object

  @Field(() => String, {
    description: 'Changes whenever the outcome would; pass it as `expectedFingerprint` to commit exactly this.',
  })
  fingerprint!: string

  @Field(() => Int, { description: 'Rows left out because they are invalid.' })
  invalid!: number

  @Field(() => Int, { description: 'Invites that would be sent or scheduled.' })
  invites!: number

  @Field(() => [IssueCountType], { description: 'Issues by kind, the most frequent first.' })
  issues!: IssueCountType[]

  @Field(() => [String], { description: 'Locations that would be made.' })
  newLocations!: string[]

  @Field(() => [String], { description: 'Teams that would be made.' })
  newTeams!: string[]

  @Field(() => ImportSettingsType, { description: 'The settings it was worked out with.' })
  settings!: ImportSettingsType

  @Field(() => Int, { description: 'Rows left out by the settings or by hand.' })
  skipped!: number

  @Field(() => Int, { description: 'Users that would be made.' })
  toCreate!: number

  @Field(() => Int, {
    description:
      'Users who would be deactivated: those not in the file, with the mode that says so, and those whose row does.',
  })
  toDeactivate!: number

  @Field(() => Int, { description: 'Users that would be brought back.' })
  toReactivate!: number

  @Field(() => Int, { description: 'Users that would change.' })
  toUpdate!: number

  @Field(() => Int, { description: 'Rows in the file.' })
  totalRows!: number

  @Field(() => Int, { description: 'Rows that change nothing.' })
  unchanged!: number

  @Field(() => [ValueSuggestionType], {
    description:
      'Values that look like a slip of a team, location, role, language or time zone that is known, the most frequent first, at most 100. Give `from` and `to` to `mapColumns` as `values` of the column to put right every row.',
  })
  valueSuggestions!: ValueSuggestionType[]
}

@ObjectType('ImportProgress', { description: 'How far an import is.' })
export class ImportProgressType {
  @Field(() => Int, { nullable: true, description: 'Seconds left, once that can be told.' })
  etaSeconds!: number | null

  @Field(() => Int, { description: 'Invalid rows met so far.' })
  failed!: number

  @Field(() => ID, { description: 'The import.' })
  importId!: string

  @Field(() => Float, { description: 'From 0 to 100.' })
  percent!: number

  @Field(() => ImportPhase, { description: 'What is being worked on.' })
  phase!: ImportPhase

  @Field(() => Int, { description: 'Rows done.' })
  processed!: number

  @Field(() => Float, { nullable: true, description: 'Rows done in a second, while rows are applied.' })
  rowsPerSecond!: number | null

  @Field(() => ImportState, { description: 'Its state.' })
  state!: ImportState

  @Field(() => Int, { description: 'Rows in all.' })
  total!: number
}

@ObjectType('ImportReport', { description: 'What committing did.' })
export class ImportReportType {
  @Field(() => Int, { description: 'Users made.' })
  created!: number

  @Field(() => Int, { description: 'Users deactivated because they were not in the file.' })
  deactivated!: number

  @Field(() => Int, { description: 'How long committing took.' })
  durationMs!: number

  @Field(() => Int, { description: 'Rows left out because they were invalid or could not be saved.' })
  failed!: number

  @Field(() => DownloadLinkType, {
    nullable: true,
    description:
      'The rows left out, as CSV with the original columns and two more: `error_field` and `error`. Correct it and import it again. Null when there are none.',
  })
  failedRowsCsv!: DownloadLinkType | null

  @Field(() => Int, { description: 'Invites queued.' })
  invitesQueued!: number

  @Field(() => Int, { description: 'Invites scheduled.' })
  invitesScheduled!: number

  @Field(() => [IssueCountType], { description: 'Issues by kind, the most frequent first.' })
  issues!: IssueCountType[]

  @Field(() => Int, { description: 'Rows not looked at, because applying stopped before them.' })
  notReached!: number

  @Field(() => DownloadLinkType, {
    nullable: true,
    description: 'Those rows, as CSV with the original columns; import it to do the rest. Null when there are none.',
  })
  notReachedRowsCsv!: DownloadLinkType | null

  @Field(() => Int, { description: 'Users brought back.' })
  reactivated!: number

  @Field(() => DownloadLinkType, { description: 'Every row with what became of it.' })
  resultCsv!: DownloadLinkType

  @Field(() => Int, { description: 'Rows left out by the settings or by hand.' })
  skipped!: number

  @Field(() => Int, { description: 'Rows that changed nothing.' })
  unchanged!: number

  @Field(() => Int, { description: 'Users changed.' })
  updated!: number
}

@ObjectType('ImportRow', { implements: NodeType, description: 'A row of the file.' })
export class ImportRowType extends NodeType {
  @Field(() => RowAction, {
    nullable: true,
    description: 'What committing would do with it, or did with it. Null until the columns are mapped.',
  })
  action!: RowAction | null

  @Field(() => [ImportCellType], { description: 'The cells, in the order of the columns.' })
  cells!: ImportCellType[]

  @Field(() => [FieldChangeType], { description: 'What would change, or did.' })
  changes!: FieldChangeType[]

  @Field(() => [RowIssueType], { description: 'What is wrong or odd about it.' })
  issues!: RowIssueType[]

  @Field(() => Int, { description: 'Line as a spreadsheet shows it: the header is line 1, the first row line 2.' })
  line!: number

  @Field(() => UserType, { nullable: true, description: 'The user it was matched to, or the user that was made.' })
  user!: UserType | null
}

@ObjectType('ImportSession', { implements: NodeType, description: 'An import, from upload to report.' })
export class ImportSessionType extends NodeType {
  @Field(() => [ImportAction], { description: 'The mutations that can be called for it now, by this caller.' })
  allowedActions!: ImportAction[]

  @Field(() => [ImportColumnType], { description: 'Its columns, in the order of the file.' })
  columns!: ImportColumnType[]

  @Field(() => Date, { nullable: true, description: 'When committing was done.' })
  committedAt!: Date | null

  @Field(() => Date, { description: 'When it was started.' })
  createdAt!: Date

  @Field(() => UserType, { nullable: true, description: 'Who started it; null when an API key did.' })
  createdBy!: UserType | null

  @Field(() => Date, {
    nullable: true,
    description: 'When it will be given up if nothing happens; null once it is committed, cancelled or expired.',
  })
  expiresAt!: Date | null

  @Field(() => String, { nullable: true, description: 'Why it FAILED.' })
  failure!: string | null

  @Field(() => ImportFileType, { description: 'The file.' })
  file!: ImportFileType

  @Field(() => [ImportFieldType], { description: 'Required fields without a column.' })
  missingFields!: ImportFieldType[]

  @Field(() => ImportPreviewType, {
    nullable: true,
    description: 'What committing would do. Null until the columns are mapped.',
  })
  preview!: ImportPreviewType | null

  @Field(() => ImportProgressType, { description: 'How far it is.' })
  progress!: ImportProgressType

  @Field(() => ImportReportType, {
    nullable: true,
    description: 'What committing did. Null until the import is COMMITTED, FAILED or ABORTED.',
  })
  report!: ImportReportType | null

  @Field(() => ImportRowConnectionType, { description: 'The rows of the file.' })
  rows!: object

  @Field(() => ImportSettingsType, { nullable: true, description: 'The settings; null until they are chosen.' })
  settings!: ImportSettingsType | null

  @Field(() => ImportState, { description: 'Where it stands.' })
  state!: ImportState

  @Field(() => ImportUndoType, {
    nullable: true,
    description: 'What `undoImport` took back; null unless it was asked for.',
  })
  undo!: ImportUndoType | null

  @Field(() => [ImportColumnType], { description: 'Columns that are neither mapped nor ignored.' })
  unmatchedColumns!: ImportColumnType[]

  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt!: Date
}

@ObjectType('ImportSettings', { description: 'How an import was configured.' })
export class ImportSettingsType {
  @Field(() => Boolean, { description: 'Whether locations that do not exist are made.' })
  createMissingLocations!: boolean

  @Field(() => Boolean, { description: 'Whether teams that do not exist are made.' })
  createMissingTeams!: boolean

  @Field(() => String, {
    nullable: true,
    description: "Message in the mails of the invites; null where it is the organization's own, if there is one.",
  })
  customMessage!: string | null

  @Field(() => DeactivationScope, {
    description: 'Which users count as missing, with the mode that deactivates them.',
  })
  deactivationScope!: DeactivationScope

  @Field(() => DeactivatedPolicy, { description: 'What happens to rows of deactivated users.' })
  deactivatedUsers!: DeactivatedPolicy

  @Field(() => Role, { description: 'Role of new users whose row names none.' })
  defaultRole!: Role

  @Field(() => EmptyCellPolicy, { description: 'What an empty cell means, in columns whose mapping does not say.' })
  emptyCells!: EmptyCellPolicy

  @Field(() => InviteTiming, { description: 'Whether invites are sent to new users.' })
  invites!: InviteTiming

  @Field(() => UserMatchKey, { description: 'What a row is matched to a user by.' })
  matchBy!: UserMatchKey

  @Field(() => String, { nullable: true, description: 'Key of the custom field, with `matchBy: CUSTOM_FIELD`.' })
  matchCustomField?: string | null

  @Field(() => ImportMode, { description: 'Which users may be touched.' })
  mode!: ImportMode

  @Field(() => NameMatching, { description: 'How names of teams and locations are compared.' })
  nameMatching!: NameMatching

  @Field(() => RowErrorPolicy, { description: 'What happens to invalid rows.' })
  onRowError!: RowErrorPolicy

  @Field(() => Date, { nullable: true, description: 'When they are sent.' })
  sendAt!: Date | null

  @Field(() => String, {
    nullable: true,
    description: 'With HIRE_DATE: the time zone of new users whose row names none.',
  })
  timeZone!: string | null
}

@ObjectType('ImportUndo', { description: 'What taking an import back did.' })
export class ImportUndoType {
  @Field(() => Int, { description: 'Users that could not be taken back, each with its reason in `rows`.' })
  failed!: number

  @Field(() => Date, { nullable: true, description: 'When it was done; null while it is under way.' })
  finishedAt!: Date | null

  @Field(() => Int, { description: 'Invites that had not been sent yet and are cancelled.' })
  invitesCancelled!: number

  @Field(() => Int, {
    description:
      'Users left alone because they were changed or confirmed after the import, each with its reason in `rows`.',
  })
  kept!: number

  @Field(() => Int, {
    description:
      'Users whose previous values are back, who were deactivated because the import had made them, or who are back because it had deactivated them.',
  })
  reversed!: number
}

@ObjectType('ImportStateError', {
  implements: UserErrorType,
  description: 'The import is in the wrong state for this mutation.',
})
export class ImportStateErrorType extends UserErrorType {
  @Field(() => [ImportState], { description: 'The states in which this mutation is allowed.' })
  allowedStates!: ImportState[]

  @Field(() => ImportState, { description: 'The state the import is in.' })
  currentState!: ImportState
}

@ObjectType('ImportTemplate', { description: 'An empty CSV file with the right headers.' })
export class ImportTemplateType {
  @Field(() => String, { description: 'The text, UTF-8 with a byte order mark so that Excel keeps accents.' })
  csv!: string

  @Field(() => [ImportFieldType], { description: 'The fields in it.' })
  fields!: ImportFieldType[]

  @Field(() => String, { description: 'File name to save it under.' })
  filename!: string

  @Field(() => UrlScalar, {
    description: "The same as a download. With the organization's own fields in it, the address works for 15 minutes.",
  })
  url!: string
}

@ObjectType('IssueCount', { description: 'How many rows have an issue.' })
export class IssueCountType {
  @Field(() => RowIssueCode, { description: 'The issue.' })
  code!: RowIssueCode

  @Field(() => [Int], { description: 'The first lines that have it, at most five.' })
  lines!: number[]

  @Field(() => Int, { description: 'How many rows have it.' })
  rows!: number

  @Field(() => IssueSeverity, { description: 'How bad.' })
  severity!: IssueSeverity
}

@ObjectType('MapColumnsPayload', { implements: MutationPayloadType, description: 'What `mapColumns` did.' })
export class MapColumnsPayloadType extends MutationPayloadType {
  @Field(() => ImportSessionType, { nullable: true, description: 'The import.' })
  importSession!: ImportSessionType | null
}

@ObjectType('MappingError', {
  implements: UserErrorType,
  description: 'A column, an attribute or a field of the mapping is wrong.',
})
export class MappingErrorType extends UserErrorType {
  @Field(() => String, {
    nullable: true,
    description: 'The header of the column, or the attribute of an HR system, where one is to blame.',
  })
  column!: string | null

  @Field(() => String, { nullable: true, description: 'The key of the field, where one field is to blame.' })
  field!: string | null
}

@ObjectType('RowIssue', { description: 'Something wrong or odd about a row.' })
export class RowIssueType {
  @Field(() => RowIssueCode, { description: 'What.' })
  code!: RowIssueCode

  @Field(() => Int, { nullable: true, description: 'Position of the column, from 0, where one is to blame.' })
  columnIndex!: number | null

  @Field(() => ImportFieldType, { nullable: true, description: 'The field, where one is to blame.' })
  field!: ImportFieldType | null

  @Field(() => String, { description: 'One sentence for a person.' })
  message!: string

  @Field(() => IssueSeverity, { description: 'How bad.' })
  severity!: IssueSeverity

  @Field(() => String, { nullable: true, description: 'The value that was probably meant.' })
  suggestion!: string | null

  @Field(() => String, { nullable: true, description: 'The value found.' })
  value!: string | null
}

@ObjectType('StartImportPayload', { implements: MutationPayloadType, description: 'What `startImport` did.' })
export class StartImportPayloadType extends MutationPayloadType {
  @Field(() => ImportSessionType, { nullable: true, description: 'The new import.' })
  importSession!: ImportSessionType | null
}

@ObjectType('UndoImportPayload', { implements: MutationPayloadType, description: 'What `undoImport` did.' })
export class UndoImportPayloadType extends MutationPayloadType {
  @Field(() => ImportSessionType, {
    nullable: true,
    description: 'The import, with what was taken back in its `undo`.',
  })
  importSession!: ImportSessionType | null
}

@ObjectType('UpdateImportRowsPayload', {
  implements: MutationPayloadType,
  description: 'What `updateImportRows` did.',
})
export class UpdateImportRowsPayloadType extends MutationPayloadType {
  @Field(() => ImportSessionType, { nullable: true, description: 'The import.' })
  importSession!: ImportSessionType | null

  @Field(() => [ImportRowType], { description: 'The rows, checked again.' })
  rows!: ImportRowType[]
}

@ObjectType('ValueMapping', { description: 'A value that is replaced by another.' })
export class ValueMappingType {
  @Field(() => String, { description: 'As in the file.' })
  from!: string

  @Field(() => String, { description: 'What it stands for.' })
  to!: string
}

export const ImportSessionConnectionType = connectionType('ImportSession', () => ImportSessionType, {
  one: 'An import',
  many: 'imports',
})

const ImportRowConnectionType = connectionType('ImportRow', () => ImportRowType, { one: 'A row', many: 'rows' })
