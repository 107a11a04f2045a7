// Written by `npm run codegen` from schema.graphql and the documents in ../operations. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
import { documentsWith } from '../documents.ts'

/** What `abortImport` needs. */
export type AbortImportInput = {
  /** Which import. */
  importId: string;
};

/** Arguments of `acceptInvite`. */
export type AcceptInviteInput = {
  /** Corrected full name. */
  name?: string | null | undefined;
  /** The password to set. */
  password: string;
  /** The token from the link. */
  token: string;
};

/** Who did something. */
export type ActorKind =
  /** A program with an API key. */
  | 'API_KEY'
  /** An HR system, through its integration. */
  | 'HR_INTEGRATION'
  /** The server itself, such as when an import ends. */
  | 'SYSTEM'
  /** A person. */
  | 'USER';

/** Codes of the top-level `errors` list, in `extensions.code`. They mean a caller, a program or the server is at fault, not the data. */
export type ApiErrorCode =
  /** A variable or literal does not fit the schema, or a paging argument is out of range. */
  | 'BAD_USER_INPUT'
  /** The credential is valid but lacks the role or permission; `extensions.requires` says which. */
  | 'FORBIDDEN'
  /** The document is not GraphQL. */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document asks for things the schema does not have. */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** A bug. `extensions.requestId` finds it in the log. */
  | 'INTERNAL_SERVER_ERROR'
  /** The request body or a file part is over the transport limit. */
  | 'PAYLOAD_TOO_LARGE'
  /** The document with this hash is not known here. Send the document beside its hash. */
  | 'PERSISTED_QUERY_NOT_FOUND'
  /** The document is too deep, too repetitive or too costly; `extensions.measure`, `cost` and `limit` say by how much. */
  | 'QUERY_TOO_COMPLEX'
  /** Too many requests; the `Retry-After` header says how many seconds to wait. */
  | 'RATE_LIMITED'
  /** A part the server depends on is down; safe to retry. */
  | 'SERVICE_UNAVAILABLE'
  /** No valid credential was sent. */
  | 'UNAUTHENTICATED';

/** What an API key may be limited to, of the rights of its role. */
export type ApiKeyScope =
  /** Everything else that changes something: keys, passwords, webhooks, integrations, settings. */
  | 'ADMINISTRATION'
  /** Upload, map, commit, cancel and undo imports. */
  | 'IMPORTS'
  /** Invite, change, deactivate and reactivate users, and change teams. */
  | 'PEOPLE'
  /** Read everything that the role may read. */
  | 'READ';

/** What kind of mail failure. */
export type BounceKind =
  /** Refused by a spam filter or a firewall. */
  | 'BLOCKED'
  /** The mail service had the address on its own suppression list and sent nothing. */
  | 'DROPPED'
  /** The address does not exist; it stays suppressed until it is corrected. */
  | 'HARD'
  /** A passing failure such as a full mailbox. */
  | 'SOFT'
  /** The recipient reported it as spam. */
  | 'SPAM_REPORT';

/** Arguments of `cancelImport`. */
export type CancelImportInput = {
  /** The import. */
  importId: string;
};

/** What `changePassword` needs. */
export type ChangePasswordInput = {
  /** The present password. */
  currentPassword: string;
  /** The new one. */
  newPassword: string;
};

/** What to do with a column. Name the column by `column` or by `index`. */
export type ColumnMappingInput = {
  /** Header of the column. */
  column?: string | null | undefined;
  /** Order of day and month in a column of hire dates; left out, the cells decide where they can. */
  dateOrder?: DateOrder | null | undefined;
  /** What an empty cell of this column means; left out, the settings decide. The cell `[clear]` removes a value in any case. */
  emptyCells?: EmptyCellPolicy | null | undefined;
  /** What to do for users who have a value already. */
  existingValues?: ExistingValuePolicy | null | undefined;
  /** Key of the field; null or left out means the column is ignored. */
  field?: string | null | undefined;
  /** Position of the column, from 0; for files in which a header occurs twice or is blank. */
  index?: number | null | undefined;
  /** For `deactivate`: whether yes and no change places, because the column says who is active. Left out, the header decides. */
  inverted?: boolean | null | undefined;
  /** Values to replace. */
  values?: Array<ValueMappingInput> | null | undefined;
};

/** Arguments of `commitImport`. */
export type CommitImportInput = {
  /** How many users may be deactivated: exactly `preview.toDeactivate`. Needed only when that is not 0. */
  confirmDeactivations?: number | null | undefined;
  /** `preview.fingerprint`, to commit only what was previewed. */
  expectedFingerprint?: string | null | undefined;
  /** See `inviteUser`. */
  idempotencyKey?: string | null | undefined;
  /** The import. */
  importId: string;
  /** The settings, if they were not chosen with `configureImport`, or to replace them. */
  settings?: ImportSettingsInput | null | undefined;
  /** How many seconds to wait for the end before answering, at most 25. A small import is then COMMITTED in the answer. */
  waitSeconds?: number | null | undefined;
};

/** Arguments of `completeSsoLogin`. */
export type CompleteSsoLoginInput = {
  /** The OpenID Connect identity token, which the server checks against the organization's issuer. */
  idToken: string;
};

/** Arguments of `configureImport`. */
export type ConfigureImportInput = {
  /** The import. */
  importId: string;
  /** The settings. */
  settings: ImportSettingsInput;
};

/** How a user was confirmed. */
export type ConfirmationMethod =
  /** Followed an invite link and set a password. */
  | 'INVITE'
  /** Somebody with people access set a password for them. */
  | 'PASSWORD_SET'
  /** Signed in through single sign-on. */
  | 'SSO';

/** Arguments of `createApiKey`. */
export type CreateApiKeyInput = {
  /** When it stops working; left out means never. */
  expiresAt?: string | Date | null | undefined;
  /** Name for people. */
  name: string;
  /** Role it acts with; not above the caller's own. */
  role: Role;
  /** What of the rights of the role it has; left out means all of them. */
  scopes?: Array<ApiKeyScope> | null | undefined;
};

/** Arguments of `createCustomField`. */
export type CreateCustomFieldInput = {
  /** Key by which programs know it, such as `costCentre`: a small letter, then letters, digits or _. */
  key: string;
  /** Name for people, at most 200 characters. */
  label: string;
  /** Whether two users may not have the same value, of at most 200 characters. It never changes. */
  unique?: boolean | null | undefined;
};

/** Arguments of `createHrIntegration`. */
export type CreateHrIntegrationInput = {
  /** From which attributes fields are taken that are not taken as usual. Not of the protocol ROSTER. */
  attributeMapping?: Array<HrAttributeMappingInput> | null | undefined;
  /** Whether leavers are deactivated. */
  deactivateLeavers?: boolean | null | undefined;
  /** Role of new starters for whom the HR system names none. */
  defaultRole?: Role | null | undefined;
  /** Name for people. */
  name: string;
  /** How it works. */
  protocol?: HrProtocol | null | undefined;
  /** Of an integration with the protocol ROSTER. */
  roster?: HrRosterInput | null | undefined;
  /** Whether new starters get an invite. */
  sendInvites?: boolean | null | undefined;
  /** Of an integration with the protocol BAMBOOHR. */
  source?: HrSourceInput | null | undefined;
};

/** Arguments of `createSsoProvider`. */
export type CreateSsoProviderInput = {
  /** Believe the addresses it names though it does not call them verified, as Entra does not. Requires OWNER. Left out means no. */
  assertsAddresses?: boolean | null | undefined;
  /** Client id that the provider gave to the platform. */
  clientId: string;
  /** Client secret, where the provider gave one; kept encrypted and never shown again. */
  clientSecret?: string | null | undefined;
  /** Whether somebody unknown with an address at a proved domain becomes a user at the first sign-on. Left out means no. */
  createsUsers?: boolean | null | undefined;
  /** Issuer, letter by letter as the provider shows it; it is asked for its metadata at once. */
  issuer: string;
  /** Name for people, such as Okta. */
  name: string;
};

/** Arguments of `createTeam`. */
export type CreateTeamInput = {
  /** Manager. */
  managerId?: string | null | undefined;
  /** Name. */
  name: string;
};

/** Arguments of `createUpload`. */
export type CreateUploadInput = {
  /** Size in bytes: exactly as many have to arrive. */
  bytes: number;
  /** File name. */
  filename: string;
};

/** Arguments of `createWebhook`. */
export type CreateWebhookInput = {
  /** Events to be told about. */
  events: Array<WebhookEvent>;
  /** Address, https only outside development. */
  url: string;
};

/** A value for one of the organization's own fields. */
export type CustomFieldInput = {
  /** Key of the field. */
  key: string;
  /** The value, at most 1,000 characters; null removes it. */
  value?: string | null | undefined;
};

/** In which order a column writes day and month where the year comes last; the year first is always read. */
export type DateOrder =
  /** 22.11.2026. */
  | 'DAY_MONTH_YEAR'
  /** 11/22/2026. */
  | 'MONTH_DAY_YEAR';

/** Arguments of `deactivateUser`. */
export type DeactivateUserInput = {
  /** The user. */
  userId: string;
};

/** What to do with a row whose user is deactivated. */
export type DeactivatedPolicy =
  /** Bring the user back. */
  | 'REACTIVATE'
  /** Report the row as invalid. */
  | 'REPORT';

/** Which users are deactivated when they are missing from the file. */
export type DeactivationScope =
  /** All of the organization. */
  | 'EVERYBODY'
  /** Those whom imports have made; for a file that does not know of the others. */
  | 'IMPORTED';

/** Arguments of `deleteCustomField`. */
export type DeleteCustomFieldInput = {
  /** Key of the field. */
  key: string;
};

/** Arguments of `deleteHrIntegration`. */
export type DeleteHrIntegrationInput = {
  /** The integration. */
  hrIntegrationId: string;
};

/** Arguments of `deleteSsoProvider`. */
export type DeleteSsoProviderInput = {
  /** The provider. */
  ssoProviderId: string;
};

/** Arguments of `deleteWebhook`. */
export type DeleteWebhookInput = {
  /** The webhook. */
  webhookId: string;
};

/** What an empty cell means for a user who is there already. */
export type EmptyCellPolicy =
  /** Remove the value. */
  | 'CLEAR'
  /** Leave the value as it is. */
  | 'KEEP';

/** What a column does to users who have a value already. */
export type ExistingValuePolicy =
  /** Leave it; only those who have none are given one. */
  | 'KEEP'
  /** Put that of the file in its place. */
  | 'OVERWRITE';

/** A kind of file that can be imported. */
export type FileFormat =
  /** Text with a row in each line and delimiters between cells. */
  | 'CSV'
  /** An Excel workbook, of which one sheet is read. */
  | 'XLSX';

/** From which attributes of the HR system a field of its users is taken. */
export type HrAttributeMappingInput = {
  /** At most five SCIM attributes, such as `title`, `name.givenName`, `emails[type eq "work"].value` or `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division`; the first that holds something counts. None: the integration leaves the field alone, and it is not its own. */
  attributes: Array<string>;
  /** Key of the field, such as `jobTitle`, or `custom.<key>` of a custom field. */
  field: string;
};

/** Where an HR integration stands. */
export type HrIntegrationStatus =
  /** Working. */
  | 'ACTIVE'
  /** The last requests failed. */
  | 'FAILING'
  /** Switched off by hand. */
  | 'PAUSED'
  /** Made, but nothing has been received yet. */
  | 'WAITING';

/** How an HR integration works. */
export type HrProtocol =
  /** BambooHR is asked on a schedule who has changed. */
  | 'BAMBOOHR'
  /** A file of everybody is fetched on a schedule, or sent to this server with `PUT`. */
  | 'ROSTER'
  /** The HR or identity system pushes users to this server with SCIM 2.0. */
  | 'SCIM';

/** How a roster is fetched and read. A field left out stays. Saving it has it fetched at once. */
export type HrRosterInput = {
  /** Sent as `Authorization` when it is fetched, for example `Basic …`. Kept encrypted, never shown. */
  authorization?: string | null | undefined;
  /** Whether locations that do not exist are made; at first they are. */
  createMissingLocations?: boolean | null | undefined;
  /** Whether teams that do not exist are made; at first they are. */
  createMissingTeams?: boolean | null | undefined;
  /** What an empty cell does; at first KEEP. */
  emptyCells?: EmptyCellPolicy | null | undefined;
  /** Columns that are not what their headers suggest; null: all are. */
  mappings?: Array<ColumnMappingInput> | null | undefined;
  /** By what a row finds its user; at first EMAIL. */
  matchBy?: UserMatchKey | null | undefined;
  /** With `matchBy: CUSTOM_FIELD`: the key of the unique custom field by which a row finds its user. */
  matchCustomField?: string | null | undefined;
  /** How names are compared; at first EXACT. */
  nameMatching?: NameMatching | null | undefined;
  /** When it is fetched: a cron expression of five parts, such as `30 2 * * *`. */
  schedule?: string | null | undefined;
  /** IANA time zone of the schedule; without one UTC. */
  timeZone?: string | null | undefined;
  /** Where it is fetched: an https address on the public internet. null: it is sent alone. */
  url?: string | null | undefined;
};

/** Where and when an HR system is asked. A field left out stays. Saving it has everybody asked for at once. */
export type HrSourceInput = {
  /** API key. Kept encrypted, never shown. */
  apiKey?: string | null | undefined;
  /** When it is asked: a cron expression of five parts; at first every hour. */
  schedule?: string | null | undefined;
  /** IANA time zone of the schedule; at first UTC. */
  timeZone?: string | null | undefined;
  /** Its address, for BambooHR `https://api.bamboohr.com/api/gateway.php/` and the name of the company. */
  url?: string | null | undefined;
};

/** A mutation that can be called for an import now. */
export type ImportAction =
  /** `abortImport`. */
  | 'ABORT'
  /** `cancelImport`. */
  | 'CANCEL'
  /** `commitImport`. */
  | 'COMMIT'
  /** `configureImport`. */
  | 'CONFIGURE'
  /** `mapColumns`. */
  | 'MAP_COLUMNS'
  /** `undoImport`. */
  | 'UNDO'
  /** `updateImportRows`. */
  | 'UPDATE_ROWS';

/** A cell to correct. */
export type ImportCellEditInput = {
  /** Position of its column, from 0. */
  columnIndex: number;
  /** The value; null goes back to what is in the file. */
  value?: string | null | undefined;
};

/** Which users an import may touch. */
export type ImportMode =
  /** Add new users and update users who are there already. */
  | 'ADD_AND_UPDATE'
  /** Add new users; leave users who are there already as they are. */
  | 'ADD_ONLY'
  /** Add, update, and deactivate every other user who is not in the file. Needs `confirmDeactivations`. */
  | 'ADD_UPDATE_AND_DEACTIVATE_MISSING'
  /** Only change users who exist; rows of unknown people are reported as skipped. */
  | 'UPDATE_ONLY';

/** What part of an import is being worked on. */
export type ImportPhase =
  /** Making and changing users. */
  | 'APPLYING'
  /** Deactivating users who are not in the file. */
  | 'DEACTIVATING'
  /** Finished, one way or another. */
  | 'DONE'
  /** Waiting for a worker. */
  | 'QUEUED'
  /** Waiting for the caller. */
  | 'WAITING';

/** A row to correct or leave out. */
export type ImportRowEditInput = {
  /** Cells to correct. */
  cells?: Array<ImportCellEditInput> | null | undefined;
  /** Line as a spreadsheet shows it. */
  line: number;
  /** true leaves the row out, false takes it in again. */
  skip?: boolean | null | undefined;
};

/** Which rows to list. Several fields must all fit. */
export type ImportRowFilter = {
  /** Actions. */
  action?: Array<RowAction> | null | undefined;
  /** Rows with one of these issues. */
  issue?: Array<RowIssueCode> | null | undefined;
  /** Rows with an issue of at least this severity. */
  minSeverity?: IssueSeverity | null | undefined;
  /** Text that occurs in one of the cells. */
  search?: string | null | undefined;
};

/** Which imports to list. Several fields must all fit. */
export type ImportSessionFilter = {
  /** Started at or after. */
  createdAfter?: string | Date | null | undefined;
  /** Started before. */
  createdBefore?: string | Date | null | undefined;
  /** Started by this user. */
  createdById?: string | null | undefined;
  /** States. */
  state?: Array<ImportState> | null | undefined;
};

/** How to import. Choosing settings replaces all of them: a field left out takes its default, not its earlier value. */
export type ImportSettingsInput = {
  /** Whether locations that do not exist are made; otherwise their rows are invalid. */
  createMissingLocations?: boolean | null | undefined;
  /** Whether teams that do not exist are made; otherwise their rows are invalid. */
  createMissingTeams?: boolean | null | undefined;
  /** Message in the mails of the invites, at most 2,000 characters, in the place of the organization's own; refused with `invites: NONE`. Who is sent another link later is told the same. */
  customMessage?: string | null | undefined;
  /** What to do with rows of deactivated users. */
  deactivatedUsers?: DeactivatedPolicy | null | undefined;
  /** Which users count as missing, with the mode that deactivates them. */
  deactivationScope?: DeactivationScope | null | undefined;
  /** Role of new users whose row names none. */
  defaultRole?: Role | null | undefined;
  /** What an empty cell means, in columns whose mapping does not say. The cell `[clear]` removes a value in any case. */
  emptyCells?: EmptyCellPolicy | null | undefined;
  /** Whether invites are sent to new users. */
  invites: InviteTiming;
  /** What a row is matched to a user by. */
  matchBy?: UserMatchKey | null | undefined;
  /** With `matchBy: CUSTOM_FIELD`: the key of the unique custom field that a row is matched to a user by. */
  matchCustomField?: string | null | undefined;
  /** Which users may be touched. */
  mode: ImportMode;
  /** How names of teams and locations are compared. */
  nameMatching?: NameMatching | null | undefined;
  /** What to do with invalid rows. */
  onRowError?: RowErrorPolicy | null | undefined;
  /** When to send; required with SCHEDULED, refused otherwise. */
  sendAt?: string | Date | null | undefined;
  /** With HIRE_DATE: the time zone of new users whose row names none, for example `Europe/London`; required with it, refused otherwise. */
  timeZone?: string | null | undefined;
};

/** Where an import stands. */
export type ImportState =
  /** Stopped by `abortImport` while being applied; the report says what was applied and what was not reached. */
  | 'ABORTED'
  /** Given up with `cancelImport`; nothing was changed. */
  | 'CANCELLED'
  /** Done. See `report`. */
  | 'COMMITTED'
  /** The rows are being applied. Nothing can be changed any more; watch `progress`. */
  | 'COMMITTING'
  /** The settings are chosen. Next: look at `preview`, then `commitImport`. */
  | 'CONFIGURED'
  /** Left alone too long before it was committed; nothing was changed. */
  | 'EXPIRED'
  /** Applying stopped before the end. `failure` says why; `commitImport` goes on from there. */
  | 'FAILED'
  /** Every required field has a column. Next: `configureImport`, or `commitImport` with `settings`. */
  | 'MAPPED'
  /** The file was read. Next: `mapColumns`. */
  | 'UPLOADED';

/** Which invites to list. Several fields must all fit; several values of one field are alternatives. */
export type InviteFilter = {
  /** Asked for at or after. */
  createdAfter?: string | Date | null | undefined;
  /** Asked for before. */
  createdBefore?: string | Date | null | undefined;
  /** Invites made by this import. */
  importId?: string | null | undefined;
  /** Statuses. */
  status?: Array<InviteStatus> | null | undefined;
  /** Invites to users whose primary or secondary team is one of these. */
  teamId?: Array<string> | null | undefined;
  /** Invites to this user. */
  userId?: string | null | undefined;
};

/** Why an invite is REVOKED. */
export type InviteRevocation =
  /** The address was corrected after it was sent to the wrong one. */
  | 'ADDRESS_CORRECTED'
  /** A newer invite took its place. */
  | 'REPLACED'
  /** Somebody took it back with `revokeInvite`, or asked for another before it was sent. */
  | 'TAKEN_BACK'
  /** The user was deactivated. */
  | 'USER_DEACTIVATED';

/** What became of an invite. */
export type InviteStatus =
  /** The link was used, or the user confirmed in another way. */
  | 'ACCEPTED'
  /** It came back, or the mail service refused the address; see `bounce`. Correct the address, then resend. */
  | 'BOUNCED'
  /** The recipient's mail server took it. */
  | 'DELIVERED'
  /** The link is past `expiresAt`. */
  | 'EXPIRED'
  /** The mail service could not be reached after all retries. */
  | 'FAILED'
  /** Waits to be handed to the mail service. */
  | 'QUEUED'
  /** Taken back, or replaced by a newer invite. */
  | 'REVOKED'
  /** Will be sent at `scheduledFor`. */
  | 'SCHEDULED'
  /** The mail service took it. Where `serverInfo.sendsMail` is false there is none: it was written to a file on the server. */
  | 'SENT';

/** Whether and when invites are sent. */
export type InviteTiming =
  /** Send at nine in the morning of the hire date, by the time zone of the user. */
  | 'HIRE_DATE'
  /** Send as soon as the rows are applied. */
  | 'IMMEDIATE'
  /** Send none now; `resendInvites` sends them later. */
  | 'NONE'
  /** Send at `sendAt`. */
  | 'SCHEDULED';

/** Arguments of `inviteUser`. */
export type InviteUserInput = {
  /** Values of the organization's own fields. */
  customFields?: Array<CustomFieldInput> | null | undefined;
  /** Email address. */
  email: string;
  /** Employee number or other key from another system. */
  externalId?: string | null | undefined;
  /** Given name. */
  firstName?: string | null | undefined;
  /** First day of work, as YYYY-MM-DD. */
  hireDate?: string | null | undefined;
  /** A text of the caller's choice, at most 64 characters: repeating a call with the same key within 24 hours returns the first result instead of acting twice. */
  idempotencyKey?: string | null | undefined;
  /** Whether and when the invite is sent. */
  invite?: InviteTiming | null | undefined;
  /** Job title. */
  jobTitle?: string | null | undefined;
  /** Language, a BCP 47 tag. */
  language?: string | null | undefined;
  /** Family name. */
  lastName?: string | null | undefined;
  /** Location. */
  locationId?: string | null | undefined;
  /** A manager for this user alone, instead of the one of the primary team. */
  managerId?: string | null | undefined;
  /** Full name; or give `firstName` and `lastName`. */
  name?: string | null | undefined;
  /** Permissions on top of the role. */
  permissions?: Array<Permission> | null | undefined;
  /** Primary team. */
  primaryTeamId?: string | null | undefined;
  /** Role. */
  role?: Role | null | undefined;
  /** Further teams. */
  secondaryTeamIds?: Array<string> | null | undefined;
  /** When to send; required with SCHEDULED. */
  sendAt?: string | Date | null | undefined;
  /** IANA time zone. */
  timeZone?: string | null | undefined;
};

/** Arguments of `inviteUsers`. */
export type InviteUsersInput = {
  /** See `inviteUser`. */
  idempotencyKey?: string | null | undefined;
  /** Whom to invite, at most 1,000; their own `idempotencyKey` is ignored. */
  users: Array<InviteUserInput>;
};

/** How bad an issue is. */
export type IssueSeverity =
  /** The row is not applied. */
  | 'ERROR'
  /** Good to know. */
  | 'INFO'
  /** The row is applied, but look at it. */
  | 'WARNING';

/** Why the mail with the activation link has not arrived, or where it is. */
export type MailCause =
  /** It went to an address that was corrected since; the new one is sent nothing yet. */
  | 'ADDRESS_CORRECTED'
  /** A spam filter or a firewall refused it; see `bounce`. */
  | 'BLOCKED'
  /** It came back; see `bounce`. Most often the address is wrong. */
  | 'BOUNCED'
  /** The user has confirmed, and needs no link. */
  | 'CONFIRMED'
  /** The user is deactivated, and is sent nothing. */
  | 'DEACTIVATED'
  /** The mail service could not take it yet; `lastAnswer` says what it said. */
  | 'DELAYED'
  /** The recipient's mail server took it: look in the spam folder. */
  | 'DELIVERED'
  /** It was sent, and its link has expired. */
  | 'EXPIRED'
  /** The mail service did not take it after all attempts. */
  | 'FAILED'
  /** No invite was ever made. */
  | 'NEVER_INVITED'
  /** It waits for its turn: the system is busy, or its import is not complete yet. */
  | 'QUEUED'
  /** It was taken back. */
  | 'REVOKED'
  /** It waits for its time. */
  | 'SCHEDULED'
  /** The mail service took it; the recipient's mail server has not answered yet. */
  | 'SENT'
  /** Nothing is sent to the address any more, until it is corrected. */
  | 'SUPPRESSED'
  /** It was not sent: the server has no mail service, and wrote it to a file. */
  | 'WRITTEN_TO_FILE';

/** Arguments of `mapColumns`. */
export type MapColumnsInput = {
  /** Ignore every column that `mappings` does not name. */
  exclusive?: boolean | null | undefined;
  /** The import. */
  importId: string;
  /** What to do with which column. Columns not named stay mapped as they are, which at first means as suggested. Left out: as if no column were named. */
  mappings?: Array<ColumnMappingInput> | null | undefined;
};

/** How names of teams and locations are compared. */
export type NameMatching =
  /** `marketing` is not `Marketing`. */
  | 'EXACT'
  /** `marketing` is `Marketing`; spaces around names do not count. */
  | 'IGNORE_CASE';

/** Direction of an order. */
export type OrderDirection =
  /** Smallest first. */
  | 'ASC'
  /** Largest first. */
  | 'DESC';

/** A permission that can be added to a role. */
export type Permission =
  /** May manage people. Only meaningful for curators; owners, admins and HR have it anyway. */
  | 'PEOPLE';

/** Arguments of `reactivateUser`. */
export type ReactivateUserInput = {
  /** Whether a pending user gets a fresh invite. */
  sendInvite?: boolean | null | undefined;
  /** The user. */
  userId: string;
};

/** Arguments of `releaseHrUser`. */
export type ReleaseHrUserInput = {
  /** true releases the user, false gives them back to the integration. */
  released?: boolean | null | undefined;
  /** The user. */
  userId: string;
};

/** Arguments of `replayWebhookDelivery`. */
export type ReplayWebhookDeliveryInput = {
  /** The delivery. */
  webhookDeliveryId: string;
};

/** What `requestNewInvite` needs. */
export type RequestNewInviteInput = {
  /** The token from the link that does not work any more. */
  token: string;
};

/** What `requestPasswordReset` needs. */
export type RequestPasswordResetInput = {
  /** Email address. */
  email: string;
};

/** Arguments of `resendInvite`. */
export type ResendInviteInput = {
  /** See `inviteUser`. */
  idempotencyKey?: string | null | undefined;
  /** When to send; left out means at once. */
  sendAt?: string | Date | null | undefined;
  /** The user. */
  userId: string;
};

/** Arguments of `resendInvites`. Give `userIds`, or `filter` with at least one condition; nobody who has confirmed is sent anything. */
export type ResendInvitesInput = {
  /** Only count, send nothing. */
  dryRun?: boolean | null | undefined;
  /** Which users. */
  filter?: UserFilter | null | undefined;
  /** See `inviteUser`. */
  idempotencyKey?: string | null | undefined;
  /** When to send; left out means at once. */
  sendAt?: string | Date | null | undefined;
  /** The users, at most 1,000. */
  userIds?: Array<string> | null | undefined;
};

/** What `resetPassword` needs. */
export type ResetPasswordInput = {
  /** The new password. */
  password: string;
  /** From the link in the mail. */
  token: string;
};

/** Arguments of `revokeApiKey`. */
export type RevokeApiKeyInput = {
  /** The key. */
  apiKeyId: string;
};

/** Arguments of `revokeInvite`. */
export type RevokeInviteInput = {
  /** The invite. */
  inviteId: string;
};

/** Arguments of `revokeInvites`. Give `inviteIds`, or `filter` with at least one condition. */
export type RevokeInvitesInput = {
  /** Only count, revoke nothing. */
  dryRun?: boolean | null | undefined;
  /** Which invites; `{ status: [SCHEDULED] }` are all that wait for their time. */
  filter?: InviteFilter | null | undefined;
  /** See `inviteUser`. */
  idempotencyKey?: string | null | undefined;
  /** The invites, at most 1,000. */
  inviteIds?: Array<string> | null | undefined;
};

/** A role, from the most to the least powerful. */
export type Role =
  /** May do everything except touching owners. */
  | 'ADMIN'
  /** May manage content; may manage people only with the PEOPLE permission. */
  | 'CURATOR'
  /** May manage people. */
  | 'HR'
  /** May learn. */
  | 'LEARNER'
  /** May build learning content; may not manage people. */
  | 'LEARNING_DESIGNER'
  /** May do everything, including handing out the OWNER role. At least one active owner always remains. */
  | 'OWNER'
  /** May read reports; may not manage people. */
  | 'REPORTER';

/** Arguments of `rotateApiKey`. */
export type RotateApiKeyInput = {
  /** The key. */
  apiKeyId: string;
};

/** Arguments of `rotateHrIntegrationToken`. */
export type RotateHrIntegrationTokenInput = {
  /** The integration. */
  hrIntegrationId: string;
};

/** Arguments of `rotateWebhookSecret`. */
export type RotateWebhookSecretInput = {
  /** The webhook. */
  webhookId: string;
};

/** What committing would do with a row, or did with it. */
export type RowAction =
  /** Make a user. */
  | 'CREATE'
  /** Left out because it is invalid. */
  | 'INVALID'
  /** Not looked at, because applying stopped before it. */
  | 'NOT_REACHED'
  /** Bring a deactivated user back, and change them where the row differs. */
  | 'REACTIVATE'
  /** Left out by the settings or by `updateImportRows`. */
  | 'SKIP'
  /** Nothing to change. */
  | 'UNCHANGED'
  /** Change a user. */
  | 'UPDATE';

/** What to do with invalid rows. */
export type RowErrorPolicy =
  /** Refuse to commit while there is an invalid row. */
  | 'ABORT'
  /** Leave invalid rows out and apply the rest. */
  | 'SKIP_ROW';

/** What is wrong or odd about a row. */
export type RowIssueCode =
  /** The row has more or fewer cells than the header. */
  | 'CELL_COUNT'
  /** Not a date, or one that can be read two ways. */
  | 'DATE_INVALID'
  /** An earlier row has the same email address, external id, or value of a unique custom field. */
  | 'DUPLICATE_IN_FILE'
  /** The email domain is not allowed. */
  | 'EMAIL_DOMAIN_NOT_ALLOWED'
  /** The email address is malformed. */
  | 'EMAIL_INVALID'
  /** The domain looks mistyped, for example `gmial.com`. */
  | 'EMAIL_SUSPICIOUS'
  /** Characters that look like text read in the wrong encoding. */
  | 'ENCODING_SUSPICIOUS'
  /** An HR integration keeps this field of the user in step, so the row leaves it as it is. */
  | 'HR_OWNED'
  /** An Owner released the user, so the file of their HR integration leaves this field to people. */
  | 'HR_RELEASED'
  /** The email address, the external id and the values of unique custom fields do not all belong to one user. */
  | 'IDENTIFIER_CONFLICT'
  /** The language is not a BCP 47 tag. */
  | 'LANGUAGE_INVALID'
  /** The last owner would lose the role or be deactivated. */
  | 'LAST_OWNER'
  /** There is no such location; `suggestion` names the closest. */
  | 'LOCATION_UNKNOWN'
  /** The manager is not a user, is deactivated, is the user, or makes a circle; the manager stays as it was. */
  | 'MANAGER_INVALID'
  /** A name that would turn into a link in the mail, or holds control characters. */
  | 'NAME_NOT_ALLOWED'
  /** The user is added, and no invite can be sent on the hire date; `message` says why. */
  | 'NOT_INVITED'
  /** The row could not be saved; `message` says why. */
  | 'NOT_SAVED'
  /** A required value is missing. */
  | 'REQUIRED'
  /** The caller may not give this role, or may not touch users who have it. */
  | 'ROLE_NOT_ALLOWED'
  /** There is no such role; `suggestion` names the closest. */
  | 'ROLE_UNKNOWN'
  /** There is no such team; `suggestion` names the closest. */
  | 'TEAM_UNKNOWN'
  /** The time zone is not known. */
  | 'TIME_ZONE_UNKNOWN'
  /** A value is too long. */
  | 'TOO_LONG'
  /** The import was taken back, but this user could not be; `message` says why. */
  | 'UNDO_FAILED'
  /** The import was taken back, but this user was left alone; `message` says why. */
  | 'UNDO_KEPT'
  /** The user is deactivated. */
  | 'USER_DEACTIVATED'
  /** A cell that is neither yes nor no. */
  | 'YES_NO_INVALID';

/** Arguments of `setSsoOnly`. */
export type SetSsoOnlyInput = {
  /** Whether no password is taken any more. */
  ssoOnly: boolean;
};

/** Arguments of `setUserPassword`. */
export type SetUserPasswordInput = {
  /** Whether the user must choose another at the next sign-in. */
  mustChange?: boolean | null | undefined;
  /** The password. */
  password: string;
  /** The user. */
  userId: string;
};

/** What `signIn` needs. */
export type SignInInput = {
  /** Email address; upper and lower case alike. */
  email: string;
  /** The password, compared exactly as typed. */
  password: string;
};

/** Arguments of `startImport`. Give exactly one of `file`, `csv` and `uploadId`; with `replaces`, none of them reads the bytes of that import again. */
export type StartImportInput = {
  /** The text of the file, for small files and for clients without multipart; at most one megabyte. */
  csv?: string | null | undefined;
  /** Delimiter, if it is known: comma, semicolon, tab or pipe; without it the server finds out. */
  delimiter?: string | null | undefined;
  /** Encoding, if it is known, for example `windows-1252`; without it the server finds out and says so in `file`. */
  encoding?: string | null | undefined;
  /** The file, by multipart request. */
  file?: Blob | null | undefined;
  /** File name to show; without it the name of the upload. */
  filename?: string | null | undefined;
  /** Line of the header as a spreadsheet shows it, if it is known, 0 for a file without one; without it the server finds out. */
  headerRow?: number | null | undefined;
  /** See `inviteUser`. */
  idempotencyKey?: string | null | undefined;
  /** The import whose place this one takes, which is UPLOADED, MAPPED or CONFIGURED and becomes CANCELLED. Its mapping stays where it fits, and then the new import is MAPPED; its settings stay as a proposal. */
  replaces?: string | null | undefined;
  /** Sheet of a workbook, by its name or its number from 1; without it the first that holds anything. Ignored for a CSV file. */
  sheet?: string | null | undefined;
  /** The id from `createUpload`, after the bytes were uploaded. */
  uploadId?: string | null | undefined;
};

/** Arguments of `startSsoSession`. */
export type StartSsoSessionInput = {
  /** The code that the platform was called back with. */
  code: string;
};

/** Arguments of `testWebhook`. */
export type TestWebhookInput = {
  /** The event to make up. */
  event: WebhookEvent;
  /** The webhook. */
  webhookId: string;
};

/** What `undoImport` needs. */
export type UndoImportInput = {
  /** Which import. */
  importId: string;
};

/** Arguments of `updateCustomField`. */
export type UpdateCustomFieldInput = {
  /** Key of the field. */
  key: string;
  /** Its new name for people. */
  label: string;
};

/** Arguments of `updateHrIntegration`. A field left out stays. */
export type UpdateHrIntegrationInput = {
  /** From which attributes fields are taken that are not taken as usual: the whole list, so none means that all are. It counts from what the HR system tells next; what it leaves alone people may change at once. Not of the protocol ROSTER. */
  attributeMapping?: Array<HrAttributeMappingInput> | null | undefined;
  /** Whether leavers are deactivated. */
  deactivateLeavers?: boolean | null | undefined;
  /** Role of new starters. */
  defaultRole?: Role | null | undefined;
  /** The integration. */
  hrIntegrationId: string;
  /** Name for people. */
  name?: string | null | undefined;
  /** true pauses it, false resumes it. */
  paused?: boolean | null | undefined;
  /** Of an integration with the protocol ROSTER. The next file is taken whatever its size. */
  roster?: HrRosterInput | null | undefined;
  /** Whether new starters get an invite. */
  sendInvites?: boolean | null | undefined;
  /** Of an integration with the protocol BAMBOOHR. */
  source?: HrSourceInput | null | undefined;
};

/** Arguments of `updateImportRows`. */
export type UpdateImportRowsInput = {
  /** The import. */
  importId: string;
  /** The rows, at most 500. */
  rows: Array<ImportRowEditInput>;
};

/** Arguments of `updateOrganization`. A field left out stays; null removes the value. */
export type UpdateOrganizationInput = {
  /** Language of mails to users who have none: en, de, fr, es, pt, it, nl or pl. Null: English. */
  defaultLanguage?: string | null | undefined;
  /** Text in every invite mail, at most 2,000 characters. Shown as it is: no markup, no links. */
  inviteMessage?: string | null | undefined;
  /** Hours until an invite link expires, 1 to 2,160. Null: it stays. */
  inviteTtlHours?: number | null | undefined;
  /** Days after sending on which users who have not accepted are reminded, 1 to 30 and at most three. Empty or null: nobody is. */
  reminderDays?: Array<number> | null | undefined;
  /** Whether users who invited are told by mail, once a day at most, who of their people was reminded. Null: it stays. */
  reminderDigest?: boolean | null | undefined;
  /** Address to which answers to the mails go. */
  replyTo?: string | null | undefined;
};

/** Arguments of `updateTeam`. A field left out stays; null removes the value. */
export type UpdateTeamInput = {
  /** Manager. */
  managerId?: string | null | undefined;
  /** Name. */
  name?: string | null | undefined;
  /** The team. */
  teamId: string;
};

/** Arguments of `updateUser`. A field left out stays; null removes the value. */
export type UpdateUserInput = {
  /** Values of the organization's own fields; those that are not named stay. */
  customFields?: Array<CustomFieldInput> | null | undefined;
  /** Email address. */
  email?: string | null | undefined;
  /** External id. */
  externalId?: string | null | undefined;
  /** Given name. */
  firstName?: string | null | undefined;
  /** First day of work, as YYYY-MM-DD. */
  hireDate?: string | null | undefined;
  /** Job title. */
  jobTitle?: string | null | undefined;
  /** Language. */
  language?: string | null | undefined;
  /** Family name. */
  lastName?: string | null | undefined;
  /** Location. */
  locationId?: string | null | undefined;
  /** A manager for this user alone, instead of the one of the primary team; null for that one again. */
  managerId?: string | null | undefined;
  /** Full name. */
  name?: string | null | undefined;
  /** Permissions on top of the role. */
  permissions?: Array<Permission> | null | undefined;
  /** Primary team. */
  primaryTeamId?: string | null | undefined;
  /** Role. */
  role?: Role | null | undefined;
  /** Further teams. */
  secondaryTeamIds?: Array<string> | null | undefined;
  /** IANA time zone. */
  timeZone?: string | null | undefined;
  /** The user. */
  userId: string;
};

/** Arguments of `updateWebhook`. What is left out stays. */
export type UpdateWebhookInput = {
  /** Whether it is told anything. Switching it off drops what waits; switching it on begins afresh. */
  enabled?: boolean | null | undefined;
  /** Events to be told about; replaces the list. */
  events?: Array<WebhookEvent> | null | undefined;
  /** Address, https only outside development. */
  url?: string | null | undefined;
  /** The webhook. */
  webhookId: string;
};

/** What went wrong, for programs. */
export type UserErrorCode =
  /** The column is not in the file. */
  | 'COLUMN_UNKNOWN'
  /** More users would be deactivated than the organization's safety limit allows. */
  | 'DEACTIVATION_LIMIT'
  /** Deactivating this many users needs `confirmDeactivations` with the exact number. */
  | 'DEACTIVATION_UNCONFIRMED'
  /** The email domain is not on the organization's list of allowed domains. */
  | 'EMAIL_DOMAIN_NOT_ALLOWED'
  /** The email address is not one that mail can be sent to. */
  | 'EMAIL_INVALID'
  /** The email address is suppressed after a hard bounce or a spam complaint; correct it first. */
  | 'EMAIL_SUPPRESSED'
  /** Another user, active or deactivated, already has this email address. */
  | 'EMAIL_TAKEN'
  /** Two columns are mapped to the same field, or a field is mapped twice. */
  | 'FIELD_MAPPED_TWICE'
  /** The field is not one that can be imported or kept in step. */
  | 'FIELD_UNKNOWN'
  /** A required field has no column or attribute mapped to it. */
  | 'FIELD_UNMAPPED'
  /** The file holds no rows under its header. */
  | 'FILE_EMPTY'
  /** The file is in no encoding that can be told, or not in the one that was named. */
  | 'FILE_ENCODING'
  /** The CSV text breaks off or is malformed at the line named. */
  | 'FILE_MALFORMED'
  /** The file is neither a CSV file nor an Excel workbook (.xlsx). */
  | 'FILE_NOT_CSV'
  /** The file is larger, or has more rows, than allowed. */
  | 'FILE_TOO_LARGE'
  /** The header occurs more than once in the file; name the column by `index`. */
  | 'HEADER_DUPLICATE'
  /** An HR integration keeps this in step; change it there, or have an Owner release the user. */
  | 'HR_OWNED'
  /** The idempotency key was used before with other arguments. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Another user already has this value in a field that must be unique. */
  | 'IDENTIFIER_TAKEN'
  /** Another import of this organization is being committed; try again when it is done. */
  | 'IMPORT_BUSY'
  /** The import is not in a state in which this can be done. */
  | 'IMPORT_STATE'
  /** A value breaks a rule that `message` explains. */
  | 'INVALID'
  /** The link is past its expiry; ask for a new one. */
  | 'INVITE_EXPIRED'
  /** The link was used, replaced by a newer one, or revoked. */
  | 'INVITE_NOT_USABLE'
  /** The organization would be left without an owner. */
  | 'LAST_OWNER'
  /** A name that holds a web address, a domain or control characters; it would turn into a link in the mail. */
  | 'NAME_NOT_ALLOWED'
  /** No object with this id exists, or the caller may not see it. */
  | 'NOT_FOUND'
  /** The password does not meet the password rules. */
  | 'PASSWORD_TOO_WEAK'
  /** The directory changed since the preview that `expectedFingerprint` names. */
  | 'PREVIEW_STALE'
  /** A required value is missing or blank. */
  | 'REQUIRED'
  /** An invite went to this user a moment ago; wait until `hint` says. */
  | 'RESEND_TOO_SOON'
  /** The caller may not give or take this role. */
  | 'ROLE_NOT_ALLOWED'
  /** Rows are invalid and the settings say to stop on the first invalid row. */
  | 'ROWS_INVALID'
  /** The caller tried to deactivate or demote the account they are signed in with. */
  | 'SELF_NOT_ALLOWED'
  /** The import has no settings yet; pass `settings` or call `configureImport` first. */
  | 'SETTINGS_REQUIRED'
  /** The address and password do not match a user who may sign in. */
  | 'SIGN_IN_REFUSED'
  /** A time in the past, or further ahead than allowed. */
  | 'TIME_INVALID'
  /** A value is longer, larger or more than allowed. */
  | 'TOO_LONG'
  /** More columns than an import may have. */
  | 'TOO_MANY_COLUMNS'
  /** The import was committed too long ago, or has been taken back already. */
  | 'UNDO_NOT_POSSIBLE'
  /** The user has confirmed already, so there is nothing to invite to. */
  | 'USER_CONFIRMED'
  /** The user is deactivated; reactivate first. */
  | 'USER_DEACTIVATED'
  /** The user is already active. */
  | 'USER_NOT_DEACTIVATED';

/** Which users to list. Several fields must all fit; several values of one field are alternatives. */
export type UserFilter = {
  /** Created at or after. */
  createdAfter?: string | Date | null | undefined;
  /** Created before. */
  createdBefore?: string | Date | null | undefined;
  /** Exact email addresses, at most 500. */
  email?: Array<string> | null | undefined;
  /** Users created or changed by this import. */
  importId?: string | null | undefined;
  /** Users whose newest invite has one of these statuses. */
  inviteStatus?: Array<InviteStatus> | null | undefined;
  /** Users whose newest invite was asked for at or after. */
  invitedAfter?: string | Date | null | undefined;
  /** Users whose newest invite was asked for before. */
  invitedBefore?: string | Date | null | undefined;
  /** Locations. */
  locationId?: Array<string> | null | undefined;
  /** true: users to whom no invite was ever made. false: the others. */
  neverInvited?: boolean | null | undefined;
  /** Roles. */
  role?: Array<Role> | null | undefined;
  /** Words that must all occur in name, email, job title or external id. */
  search?: string | null | undefined;
  /** Sources. */
  source?: Array<UserSource> | null | undefined;
  /** Statuses. */
  status?: Array<UserStatus> | null | undefined;
  /** Users whose primary or secondary team is one of these. */
  teamId?: Array<string> | null | undefined;
};

/** What a row is matched to a user by. */
export type UserMatchKey =
  /** One of the organization's own fields that is unique; the email address of a user may then change. */
  | 'CUSTOM_FIELD'
  /** Email address. */
  | 'EMAIL'
  /** External id; the email address of a user may then change. */
  | 'EXTERNAL_ID';

/** How to order users. */
export type UserOrder = {
  /** The direction. */
  direction?: OrderDirection;
  /** The field to order by. */
  field?: UserOrderField;
};

/** Fields users can be ordered by. */
export type UserOrderField =
  /** When the account was made. */
  | 'CREATED_AT'
  /** Email address. */
  | 'EMAIL'
  /** Name. */
  | 'NAME'
  /** When it last changed. */
  | 'UPDATED_AT';

/** What brought a user into the directory, or last changed them. */
export type UserSource =
  /** An HR integration. */
  | 'HR_SYNC'
  /** A CSV import. */
  | 'IMPORT'
  /** Invited by hand with `inviteUser` or `inviteUsers`. */
  | 'MANUAL'
  /** First seen at a single sign-on. */
  | 'SSO';

/** Where a user stands. */
export type UserStatus =
  /** Accepted an invite, signed in by SSO, or had a password set by an administrator. */
  | 'CONFIRMED'
  /** Cannot sign in. The e-mail address stays taken until the user is reactivated or changed. */
  | 'DEACTIVATED'
  /** An invite was sent and is not accepted yet, or has expired or bounced: see `lastInvite`. */
  | 'INVITE_PENDING'
  /** An invite will be sent at its scheduled time. */
  | 'INVITE_SCHEDULED'
  /** In the system, and no invite has been sent or scheduled yet. */
  | 'NOT_INVITED';

/** A value that is to be replaced by another. */
export type ValueMappingInput = {
  /** As in the file. */
  from: string;
  /** What it stands for; an empty text means no value. */
  to: string;
};

/** Arguments of `verifySsoDomain`. */
export type VerifySsoDomainInput = {
  /** The domain, such as example.com. */
  domain: string;
  /** The provider. */
  ssoProviderId: string;
};

/** What kind of credential was sent. */
export type ViewerKind =
  /** A program with an API key. */
  | 'API_KEY'
  /** A person with a session. */
  | 'USER';

/** How far the delivery of an event is. */
export type WebhookDeliveryStatus =
  /** The receiver answered with a status from 200 to 299. */
  | 'DELIVERED'
  /** It is not tried again by itself; `replayWebhookDelivery` sends it once more. */
  | 'FAILED'
  /** It waits for its first attempt, or for the next one. */
  | 'PENDING';

/** What a webhook can tell about. */
export type WebhookEvent =
  /** An import was committed. */
  | 'IMPORT_COMMITTED'
  /** An import failed. */
  | 'IMPORT_FAILED'
  /** An invite came back. */
  | 'INVITE_BOUNCED'
  /** An invite was handed to the mail service. */
  | 'INVITE_SENT'
  /** A user confirmed. */
  | 'USER_CONFIRMED'
  /** A user was made. */
  | 'USER_CREATED'
  /** A user was deactivated. */
  | 'USER_DEACTIVATED'
  /** A user was brought back. */
  | 'USER_REACTIVATED'
  /** A user changed. */
  | 'USER_UPDATED';

export type ListApiKeysVariables = Exact<{ [key: string]: never; }>;


export type ListApiKeys = {
  apiKeys: Array<ApiKey> | null
};

export type CreateApiKeyVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKey = {
  createApiKey: {
    secret: string | null,
    apiKey: ApiKey | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type RotateApiKeyVariables = Exact<{
  input: RotateApiKeyInput;
}>;


export type RotateApiKey = {
  rotateApiKey: {
    secret: string | null,
    apiKey: ApiKey | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type RevokeApiKeyVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKey = {
  revokeApiKey: {
    deletedId: string | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** Something that was done, by whom and to what. */
export type AuditEvent = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** When. */
  at: string,
  /** What, for example `user.deactivated`. */
  action: string,
  /** By whom, for people. */
  actor: string,
  /** What kind of caller did it. */
  actorKind: ActorKind,
  /** Id of the user or API key that did it; null for the server itself. */
  actorId: string | null,
  /** Id of the object it was done to, which may be gone; null when it was done to none or to several. */
  subjectId: string | null,
  /** One sentence for a person. */
  summary: string,
  /** The request it was done with, as in the header `x-request-id`; null for what the server does by itself. */
  requestId: string | null,
  /** Address of the machine that called; null for what the server does by itself. */
  ipAddress: string | null,
  /** What changed, field by field, with secrets masked. */
  changes: Array<{
    field: string,
    before: string | null,
    after: string | null
  }>
};

export type ListAuditEventsVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  subjectId?: string | null | undefined;
  actorId?: string | null | undefined;
  actions?: Array<string> | string | null | undefined;
  since?: string | Date | null | undefined;
  until?: string | Date | null | undefined;
}>;


export type ListAuditEvents = {
  auditEvents: {
    totalCount: number,
    nodes: Array<AuditEvent>,
    pageInfo: PageInfo
  } | null
};

/** A field of the organization's own. */
export type CustomField = {
  /** Key, which never changes. */
  key: string,
  /** Name for people. */
  label: string,
  /** Whether two users may not have the same value. A unique field can be what an import matches users by. */
  unique: boolean
};

export type ListCustomFieldsVariables = Exact<{ [key: string]: never; }>;


export type ListCustomFields = {
  customFields: Array<CustomField>
};

export type CreateCustomFieldVariables = Exact<{
  input: CreateCustomFieldInput;
}>;


export type CreateCustomField = {
  createCustomField: {
    customField: CustomField | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type UpdateCustomFieldVariables = Exact<{
  input: UpdateCustomFieldInput;
}>;


export type UpdateCustomField = {
  updateCustomField: {
    customField: CustomField | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type DeleteCustomFieldVariables = Exact<{
  input: DeleteCustomFieldInput;
}>;


export type DeleteCustomField = {
  deleteCustomField: {
    deletedKey: string | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** A mistake that needs no more than a code and a place. */
export type InputError = {
  __typename: 'InputError',
  /** What went wrong, for programs. New codes may be added: treat an unknown code like INVALID. */
  code: UserErrorCode,
  /** One sentence for a person. */
  message: string,
  /** Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame. */
  path: Array<string>,
  /** What to do about it, where there is one sensible next step. */
  hint: string | null
};

/** An id that leads nowhere, or to something the caller may not see. */
export type NotFoundError = {
  __typename: 'NotFoundError',
  /** What went wrong, for programs. New codes may be added: treat an unknown code like INVALID. */
  code: UserErrorCode,
  /** One sentence for a person. */
  message: string,
  /** Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame. */
  path: Array<string>,
  /** What to do about it, where there is one sensible next step. */
  hint: string | null,
  /** The id that was given. */
  id: string
};

/** The email address or identifier belongs to somebody already. */
export type EmailTakenError = {
  __typename: 'EmailTakenError',
  /** What went wrong, for programs. New codes may be added: treat an unknown code like INVALID. */
  code: UserErrorCode,
  /** One sentence for a person. */
  message: string,
  /** Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame. */
  path: Array<string>,
  /** What to do about it, where there is one sensible next step. */
  hint: string | null,
  /** The user who has it, if the caller may see that user. */
  user: UserSummary | null
};

/** The import is in the wrong state for this mutation. */
export type ImportStateError = {
  __typename: 'ImportStateError',
  /** What went wrong, for programs. New codes may be added: treat an unknown code like INVALID. */
  code: UserErrorCode,
  /** One sentence for a person. */
  message: string,
  /** Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame. */
  path: Array<string>,
  /** What to do about it, where there is one sensible next step. */
  hint: string | null,
  /** The state the import is in. */
  currentState: ImportState,
  /** The states in which this mutation is allowed. */
  allowedStates: Array<ImportState>
};

/** Something is wrong with the uploaded file itself. */
export type FileError = {
  __typename: 'FileError',
  /** What went wrong, for programs. New codes may be added: treat an unknown code like INVALID. */
  code: UserErrorCode,
  /** One sentence for a person. */
  message: string,
  /** Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame. */
  path: Array<string>,
  /** What to do about it, where there is one sensible next step. */
  hint: string | null,
  /** Line of the file, counted from 1, where one line is to blame. */
  line: number | null,
  /** Position of the column, from 0, where one cell is to blame. */
  columnIndex: number | null,
  /** What the server took the file for, for example `xlsx` or `windows-1252`. */
  detected: string | null
};

/** A column, an attribute or a field of the mapping is wrong. */
export type MappingError = {
  __typename: 'MappingError',
  /** What went wrong, for programs. New codes may be added: treat an unknown code like INVALID. */
  code: UserErrorCode,
  /** One sentence for a person. */
  message: string,
  /** Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame. */
  path: Array<string>,
  /** What to do about it, where there is one sensible next step. */
  hint: string | null,
  /** The header of the column, or the attribute of an HR system, where one is to blame. */
  column: string | null,
  /** The key of the field, where one field is to blame. */
  field: string | null
};

/** The safety catch on deactivating everybody who is missing from the file. */
export type DeactivationGuardError = {
  __typename: 'DeactivationGuardError',
  /** What went wrong, for programs. New codes may be added: treat an unknown code like INVALID. */
  code: UserErrorCode,
  /** One sentence for a person. */
  message: string,
  /** Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame. */
  path: Array<string>,
  /** What to do about it, where there is one sensible next step. */
  hint: string | null,
  /** How many users would be deactivated; pass this number as `confirmDeactivations`. */
  wouldDeactivate: number,
  /** The most that may be deactivated by one import, from the organization's settings. */
  limit: number
};

/** The caller may not hand out or take away this role. */
export type RoleNotAllowedError = {
  __typename: 'RoleNotAllowedError',
  /** What went wrong, for programs. New codes may be added: treat an unknown code like INVALID. */
  code: UserErrorCode,
  /** One sentence for a person. */
  message: string,
  /** Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame. */
  path: Array<string>,
  /** What to do about it, where there is one sensible next step. */
  hint: string | null,
  /** The role that was asked for. */
  role: Role,
  /** The roles the caller may hand out. */
  allowedRoles: Array<Role>
};

/** An HR integration keeps in step what was to be changed. */
export type HrOwnedError = {
  __typename: 'HrOwnedError',
  /** What went wrong, for programs. New codes may be added: treat an unknown code like INVALID. */
  code: UserErrorCode,
  /** One sentence for a person. */
  message: string,
  /** Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame. */
  path: Array<string>,
  /** What to do about it, where there is one sensible next step. */
  hint: string | null,
  /** Name of the integration. */
  hrIntegrationName: string,
  /** The fields that it owns of those that were to be changed. */
  fields: Array<string>
};

type UserError_DeactivationGuardError = (
  {
  __typename: 'DeactivationGuardError',
  code: UserErrorCode,
  message: string,
  path: Array<string>,
  hint: string | null
}
  & DeactivationGuardError
);

type UserError_EmailTakenError = (
  {
  __typename: 'EmailTakenError',
  code: UserErrorCode,
  message: string,
  path: Array<string>,
  hint: string | null
}
  & EmailTakenError
);

type UserError_FileError = (
  {
  __typename: 'FileError',
  code: UserErrorCode,
  message: string,
  path: Array<string>,
  hint: string | null
}
  & FileError
);

type UserError_HrOwnedError = (
  {
  __typename: 'HrOwnedError',
  code: UserErrorCode,
  message: string,
  path: Array<string>,
  hint: string | null
}
  & HrOwnedError
);

type UserError_ImportStateError = (
  {
  __typename: 'ImportStateError',
  code: UserErrorCode,
  message: string,
  path: Array<string>,
  hint: string | null
}
  & ImportStateError
);

type UserError_InputError = (
  {
  __typename: 'InputError',
  code: UserErrorCode,
  message: string,
  path: Array<string>,
  hint: string | null
}
  & InputError
);

type UserError_MappingError = (
  {
  __typename: 'MappingError',
  code: UserErrorCode,
  message: string,
  path: Array<string>,
  hint: string | null
}
  & MappingError
);

type UserError_NotFoundError = (
  {
  __typename: 'NotFoundError',
  code: UserErrorCode,
  message: string,
  path: Array<string>,
  hint: string | null
}
  & NotFoundError
);

type UserError_RoleNotAllowedError = (
  {
  __typename: 'RoleNotAllowedError',
  code: UserErrorCode,
  message: string,
  path: Array<string>,
  hint: string | null
}
  & RoleNotAllowedError
);

/** A mistake the caller can fix. Ask for `... on EmailTakenError { user { id } }` and so on where the details help. */
export type UserError =
  | UserError_DeactivationGuardError
  | UserError_EmailTakenError
  | UserError_FileError
  | UserError_HrOwnedError
  | UserError_ImportStateError
  | UserError_InputError
  | UserError_MappingError
  | UserError_NotFoundError
  | UserError_RoleNotAllowedError
;

/** A link to an HR or identity system. */
export type HrIntegration = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Name for people. */
  name: string,
  /** How it works. */
  protocol: HrProtocol,
  /** Where it stands. */
  status: HrIntegrationStatus,
  /** Base address to enter in the HR system; a roster is sent to it with `PUT`. */
  baseUrl: string,
  /** Last four characters of the token. */
  tokenHint: string,
  /** Whether new starters get an invite. */
  sendInvites: boolean,
  /** Whether leavers are deactivated. */
  deactivateLeavers: boolean,
  /** Role of new starters for whom the HR system names none. */
  defaultRole: Role,
  /** When something was last received. */
  lastSyncAt: string | null,
  /** How many users it looks after. */
  userCount: number,
  /** From which attributes each field of its users is taken; none of a roster, which has columns. */
  attributeMapping: Array<{
    field: string,
    label: string,
    attributes: Array<string>,
    isDefault: boolean
  }>,
  /** The newest failures, at most twenty. */
  recentFailures: Array<HrSyncFailure>,
  /** Of an integration with the protocol ROSTER. */
  roster: HrRoster | null,
  /** Of an integration with the protocol BAMBOOHR. */
  source: HrSource | null
};

/** Where and when an HR system is asked for its people. */
export type HrSource = {
  /** Where it is asked. */
  url: string,
  /** When it is asked, as a cron expression of five parts. */
  schedule: string,
  /** Time zone of the schedule. */
  timeZone: string,
  /** When it is asked next. */
  nextRunAt: string | null
};

/** The file of everybody that an HR system writes, and how it is read. */
export type HrRoster = {
  /** Where it is fetched; null where it is sent alone. */
  url: string | null,
  /** Whether an authorization is sent when it is fetched. It is never shown. */
  hasAuthorization: boolean,
  /** When it is fetched, as a cron expression of five parts. */
  schedule: string | null,
  /** Time zone of the schedule. */
  timeZone: string,
  /** When it is fetched next; null without a schedule. */
  nextRunAt: string | null,
  /** By what a row finds its user. */
  matchBy: UserMatchKey,
  /** Key of the custom field, with `matchBy: CUSTOM_FIELD`. */
  matchCustomField: string | null,
  /** What an empty cell does. */
  emptyCells: EmptyCellPolicy,
  /** How names of teams and locations are compared. */
  nameMatching: NameMatching,
  /** Whether teams that do not exist are made. */
  createMissingTeams: boolean,
  /** Whether locations that do not exist are made. */
  createMissingLocations: boolean,
  /** Rows of the last file that was taken. */
  rowCount: number | null,
  /** The import of the last file that was taken. */
  lastImport: {
    id: string,
    state: ImportState
  } | null
};

/** A request of an HR system that was refused. */
export type HrSyncFailure = {
  /** When. */
  at: string,
  /** Whom it was about, as the HR system calls them. */
  externalId: string | null,
  /** Why it was refused. */
  message: string
};

export type ListHrIntegrationsVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListHrIntegrations = {
  hrIntegrations: {
    totalCount: number,
    nodes: Array<HrIntegration>,
    pageInfo: PageInfo
  } | null
};

export type CreateHrIntegrationVariables = Exact<{
  input: CreateHrIntegrationInput;
}>;


export type CreateHrIntegration = {
  createHrIntegration: {
    token: string | null,
    hrIntegration: HrIntegration | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type UpdateHrIntegrationVariables = Exact<{
  input: UpdateHrIntegrationInput;
}>;


export type UpdateHrIntegration = {
  updateHrIntegration: {
    hrIntegration: HrIntegration | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type RotateHrIntegrationTokenVariables = Exact<{
  input: RotateHrIntegrationTokenInput;
}>;


export type RotateHrIntegrationToken = {
  rotateHrIntegrationToken: {
    token: string | null,
    hrIntegration: HrIntegration | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type DeleteHrIntegrationVariables = Exact<{
  input: DeleteHrIntegrationInput;
}>;


export type DeleteHrIntegration = {
  deleteHrIntegration: {
    deletedId: string | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type ReleaseHrUserVariables = Exact<{
  input: ReleaseHrUserInput;
}>;


export type ReleaseHrUser = {
  releaseHrUser: {
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** A field a column can be mapped to. */
export type ImportFieldSummary = {
  /** Key: `email`, `name`, `firstName`, `lastName`, `jobTitle`, `primaryTeam`, `secondaryTeams`, `role`, `language`, `location`, `timeZone`, `hireDate`, `externalId`, `manager`, `deactivate`, or `custom.<key>` for one of the organization's own. */
  key: string,
  /** Name for people; also the header in the template. */
  label: string
};

/** A field a column can be mapped to. */
export type ImportField = {
  /** Key: `email`, `name`, `firstName`, `lastName`, `jobTitle`, `primaryTeam`, `secondaryTeams`, `role`, `language`, `location`, `timeZone`, `hireDate`, `externalId`, `manager`, `deactivate`, or `custom.<key>` for one of the organization's own. */
  key: string,
  /** Name for people; also the header in the template. */
  label: string,
  /** What belongs in it. */
  description: string,
  /** Whether a column must be mapped to it. `name` counts as mapped when `firstName` and `lastName` are. */
  required: boolean,
  /** Headers that are recognized for it. */
  aliases: Array<string>,
  /** All values allowed, where there is a short list of them. */
  allowedValues: Array<string> | null,
  /** A value as it could stand in a file. */
  example: string | null
};

/** An empty CSV file with the right headers. */
export type ImportTemplate = {
  /** File name to save it under. */
  filename: string,
  /** The text, UTF-8 with a byte order mark so that Excel keeps accents. */
  csv: string,
  /** The same as a download. With the organization's own fields in it, the address works for 15 minutes. */
  url: string,
  /** The fields in it. */
  fields: Array<ImportFieldSummary>
};

/** An import, from upload to report. */
export type EarlierImport = {
  /** Opaque id. */
  id: string,
  /** Where it stands. */
  state: ImportState,
  /** When it was started. */
  createdAt: string,
  /** When committing was done. */
  committedAt: string | null
};

/** The uploaded file as the server understood it. */
export type ImportFile = {
  /** Name it was uploaded under. */
  name: string,
  /** Size. */
  bytes: number,
  /** SHA-256 of its bytes, to recognize a file that was imported before. */
  sha256: string,
  /** Kind of file. */
  format: FileFormat,
  /** Encoding, for example `utf-8` or `windows-1252`. */
  encoding: string,
  /** Delimiter, for example `,` or `;`; empty for a workbook. */
  delimiter: string,
  /** Line of the header as a spreadsheet shows it; 0 when no line names the columns. */
  headerRow: number,
  /** Name of the sheet that was read; null for a CSV file. */
  sheet: string | null,
  /** Names of the sheets of a workbook, in its order; none for a CSV file. */
  sheets: Array<string>,
  /** Rows under the header, blank ones left out. */
  rowCount: number,
  /** Oddities that were put right and guesses that were made, for example a byte order mark, blank lines or the encoding. */
  warnings: Array<string>,
  /** The last import in which the same bytes were committed. */
  previousImport: EarlierImport | null
};

/** What the server believes a column is. */
export type ColumnSuggestion = {
  /** From 0 to 1. */
  confidence: number,
  /** Why, for example: header matches an alias. */
  reason: string,
  /** The field. */
  field: ImportFieldSummary
};

/** A value that is replaced by another. */
export type ValueMapping = {
  /** As in the file. */
  from: string,
  /** What it stands for. */
  to: string
};

/** A column of the file. */
export type ImportColumn = {
  /** Position, from 0. */
  index: number,
  /** Header as in the file. */
  header: string,
  /** The first different values, at most five. */
  samples: Array<string>,
  /** How many cells are empty. */
  emptyCells: number,
  /** Whether it is left out on purpose. */
  ignored: boolean,
  /** Order of day and month in a column of hire dates: as chosen, else the only one in which its cells can be read. Null where neither is known. */
  dateOrder: DateOrder | null,
  /** Whether yes and no change places: a column mapped to `deactivate` that says who is active. */
  inverted: boolean,
  /** What an empty cell means, as the mapping says with `emptyCells`; null where the settings decide. */
  emptyCellPolicy: EmptyCellPolicy | null,
  /** What happens to users who have a value already. */
  existingValues: ExistingValuePolicy,
  /** The field it is mapped to. */
  field: ImportFieldSummary | null,
  /** What the server believes it is. */
  suggestion: ColumnSuggestion | null,
  /** Values that are replaced by others, for example `marketing` by `Marketing`. */
  valueMappings: Array<ValueMapping>
};

/** How an import was configured. */
export type ImportSettings = {
  /** Which users may be touched. */
  mode: ImportMode,
  /** Whether invites are sent to new users. */
  invites: InviteTiming,
  /** When they are sent. */
  sendAt: string | null,
  /** With HIRE_DATE: the time zone of new users whose row names none. */
  timeZone: string | null,
  /** Message in the mails of the invites; null where it is the organization's own, if there is one. */
  customMessage: string | null,
  /** What a row is matched to a user by. */
  matchBy: UserMatchKey,
  /** Key of the custom field, with `matchBy: CUSTOM_FIELD`. */
  matchCustomField: string | null,
  /** What happens to invalid rows. */
  onRowError: RowErrorPolicy,
  /** What happens to rows of deactivated users. */
  deactivatedUsers: DeactivatedPolicy,
  /** Which users count as missing, with the mode that deactivates them. */
  deactivationScope: DeactivationScope,
  /** What an empty cell means, in columns whose mapping does not say. */
  emptyCells: EmptyCellPolicy,
  /** How names of teams and locations are compared. */
  nameMatching: NameMatching,
  /** Whether teams that do not exist are made. */
  createMissingTeams: boolean,
  /** Whether locations that do not exist are made. */
  createMissingLocations: boolean,
  /** Role of new users whose row names none. */
  defaultRole: Role
};

/** How far an import is. */
export type ImportProgress = {
  /** The import. */
  importId: string,
  /** Its state. */
  state: ImportState,
  /** What is being worked on. */
  phase: ImportPhase,
  /** Rows done. */
  processed: number,
  /** Rows in all. */
  total: number,
  /** Invalid rows met so far. */
  failed: number,
  /** From 0 to 100. */
  percent: number,
  /** Rows done in a second, while rows are applied. */
  rowsPerSecond: number | null,
  /** Seconds left, once that can be told. */
  etaSeconds: number | null
};

/** How many rows have an issue. */
export type IssueCount = {
  /** The issue. */
  code: RowIssueCode,
  /** How bad. */
  severity: IssueSeverity,
  /** How many rows have it. */
  rows: number,
  /** The first lines that have it, at most five. */
  lines: Array<number>
};

/** What committing did. */
export type ImportReport = {
  /** Users made. */
  created: number,
  /** Users changed. */
  updated: number,
  /** Users brought back. */
  reactivated: number,
  /** Rows that changed nothing. */
  unchanged: number,
  /** Rows left out by the settings or by hand. */
  skipped: number,
  /** Rows left out because they were invalid or could not be saved. */
  failed: number,
  /** Rows not looked at, because applying stopped before them. */
  notReached: number,
  /** Users deactivated because they were not in the file. */
  deactivated: number,
  /** Invites queued. */
  invitesQueued: number,
  /** Invites scheduled. */
  invitesScheduled: number,
  /** How long committing took. */
  durationMs: number,
  /** Issues by kind, the most frequent first. */
  issues: Array<IssueCount>
};

/** What taking an import back did. */
export type ImportUndo = {
  /** Users whose previous values are back, who were deactivated because the import had made them, or who are back because it had deactivated them. */
  reversed: number,
  /** Users left alone because they were changed or confirmed after the import, each with its reason in `rows`. */
  kept: number,
  /** Users that could not be taken back, each with its reason in `rows`. */
  failed: number,
  /** Invites that had not been sent yet and are cancelled. */
  invitesCancelled: number,
  /** When it was done; null while it is under way. */
  finishedAt: string | null
};

/** An import, from upload to report. */
export type ImportSession = {
  /** Opaque id. */
  id: string,
  /** Where it stands. */
  state: ImportState,
  /** The mutations that can be called for it now, by this caller. */
  allowedActions: Array<ImportAction>,
  /** Why it FAILED. */
  failure: string | null,
  /** When it was started. */
  createdAt: string,
  /** When it last changed. */
  updatedAt: string,
  /** When it will be given up if nothing happens; null once it is committed, cancelled or expired. */
  expiresAt: string | null,
  /** When committing was done. */
  committedAt: string | null,
  /** The file. */
  file: ImportFile,
  /** Its columns, in the order of the file. */
  columns: Array<ImportColumn>,
  /** Columns that are neither mapped nor ignored. */
  unmatchedColumns: Array<ImportColumn>,
  /** Required fields without a column. */
  missingFields: Array<ImportFieldSummary>,
  /** The settings; null until they are chosen. */
  settings: ImportSettings | null,
  /** How far it is. */
  progress: ImportProgress,
  /** What committing did. Null until the import is COMMITTED, FAILED or ABORTED. */
  report: ImportReport | null,
  /** What `undoImport` took back; null unless it was asked for. */
  undo: ImportUndo | null,
  /** Who started it; null when an API key did. */
  createdBy: UserSummary | null
};

/** A page of users. */
export type Deactivations = {
  /** How many there are on all pages. */
  totalCount: number,
  /** The items alone. */
  nodes: Array<UserSummary>
};

/** What committing would do. Nothing is changed by asking for it. */
export type ImportPreview = {
  /** Rows in the file. */
  totalRows: number,
  /** Users that would be made. */
  toCreate: number,
  /** Users that would change. */
  toUpdate: number,
  /** Users that would be brought back. */
  toReactivate: number,
  /** Rows that change nothing. */
  unchanged: number,
  /** Rows left out by the settings or by hand. */
  skipped: number,
  /** Rows left out because they are invalid. */
  invalid: number,
  /** Users who would be deactivated: those not in the file, with the mode that says so, and those whose row does. */
  toDeactivate: number,
  /** Invites that would be sent or scheduled. */
  invites: number,
  /** Teams that would be made. */
  newTeams: Array<string>,
  /** Locations that would be made. */
  newLocations: Array<string>,
  /** Changes whenever the outcome would; pass it as `expectedFingerprint` to commit exactly this. */
  fingerprint: string,
  /** Issues by kind, the most frequent first. */
  issues: Array<IssueCount>,
  /** What would make `commitImport` refuse; empty when it would go through. */
  blockers: Array<
    | UserError_DeactivationGuardError
    | UserError_EmailTakenError
    | UserError_FileError
    | UserError_HrOwnedError
    | UserError_ImportStateError
    | UserError_InputError
    | UserError_MappingError
    | UserError_NotFoundError
    | UserError_RoleNotAllowedError
  >,
  /** Those users. */
  deactivations: Deactivations,
  /** The settings it was worked out with. */
  settings: ImportSettings
};

/** A cell of a row. */
export type ImportCell = {
  /** Position of its column, from 0. */
  columnIndex: number,
  /** As in the file. */
  raw: string,
  /** As corrected with `updateImportRows`; null when it was not. */
  edited: string | null
};

/** Something wrong or odd about a row. */
export type RowIssue = {
  /** What. */
  code: RowIssueCode,
  /** How bad. */
  severity: IssueSeverity,
  /** One sentence for a person. */
  message: string,
  /** Position of the column, from 0, where one is to blame. */
  columnIndex: number | null,
  /** The value found. */
  value: string | null,
  /** The value that was probably meant. */
  suggestion: string | null,
  /** The field, where one is to blame. */
  field: ImportFieldSummary | null
};

/** A value before and after. */
export type FieldChange = {
  /** Before; null when there was none. */
  before: string | null,
  /** After; null when there is none. */
  after: string | null,
  /** The field. */
  field: ImportFieldSummary
};

/** A row of the file. */
export type ImportRow = {
  /** Opaque id. */
  id: string,
  /** Line as a spreadsheet shows it: the header is line 1, the first row line 2. */
  line: number,
  /** What committing would do with it, or did with it. Null until the columns are mapped. */
  action: RowAction | null,
  /** The cells, in the order of the columns. */
  cells: Array<ImportCell>,
  /** What would change, or did. */
  changes: Array<FieldChange>,
  /** What is wrong or odd about it. */
  issues: Array<RowIssue>,
  /** The user it was matched to, or the user that was made. */
  user: UserSummary | null
};

export type GetImportVariables = Exact<{
  id: string;
}>;


export type GetImport = {
  importSession: ImportSession | null
};

export type GetImportProgressVariables = Exact<{
  id: string;
}>;


export type GetImportProgress = {
  importSession: {
    progress: ImportProgress
  } | null
};

export type WatchImportVariables = Exact<{
  importId: string;
}>;


export type WatchImport = {
  importProgress: ImportProgress
};

export type GetFailedRowsLinkVariables = Exact<{
  id: string;
}>;


export type GetFailedRowsLink = {
  importSession: {
    report: {
      failedRowsCsv: {
        url: string
      } | null
    } | null
  } | null
};

export type GetNotReachedRowsLinkVariables = Exact<{
  id: string;
}>;


export type GetNotReachedRowsLink = {
  importSession: {
    report: {
      notReachedRowsCsv: {
        url: string
      } | null
    } | null
  } | null
};

export type PreviewImportVariables = Exact<{
  id: string;
  settings?: ImportSettingsInput | null | undefined;
}>;


export type PreviewImport = {
  importSession: {
    state: ImportState,
    preview: ImportPreview | null
  } | null
};

export type ListImportRowsVariables = Exact<{
  id: string;
  filter?: ImportRowFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListImportRows = {
  importSession: {
    rows: {
      totalCount: number,
      nodes: Array<ImportRow>,
      pageInfo: PageInfo
    }
  } | null
};

export type ListImportsVariables = Exact<{
  filter?: ImportSessionFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListImports = {
  importSessions: {
    totalCount: number,
    nodes: Array<ImportSession>,
    pageInfo: PageInfo
  } | null
};

export type GetImportTemplateVariables = Exact<{
  requiredOnly?: boolean | null | undefined;
}>;


export type GetImportTemplate = {
  importTemplate: ImportTemplate | null
};

export type ListImportFieldsVariables = Exact<{ [key: string]: never; }>;


export type ListImportFields = {
  importFields: Array<ImportField>
};

export type CreateUploadVariables = Exact<{
  input: CreateUploadInput;
}>;


export type CreateUpload = {
  createUpload: {
    target: {
      id: string,
      url: string,
      headers: Array<{
        name: string,
        value: string
      }>
    } | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type StartImportVariables = Exact<{
  input: StartImportInput;
}>;


export type StartImport = {
  startImport: {
    importSession: ImportSession | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type MapColumnsVariables = Exact<{
  input: MapColumnsInput;
}>;


export type MapColumns = {
  mapColumns: {
    importSession: ImportSession | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type ConfigureImportVariables = Exact<{
  input: ConfigureImportInput;
}>;


export type ConfigureImport = {
  configureImport: {
    importSession: ImportSession | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type CommitImportVariables = Exact<{
  input: CommitImportInput;
}>;


export type CommitImport = {
  commitImport: {
    importSession: ImportSession | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type AbortImportVariables = Exact<{
  input: AbortImportInput;
}>;


export type AbortImport = {
  abortImport: {
    importSession: ImportSession | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type UndoImportVariables = Exact<{
  input: UndoImportInput;
}>;


export type UndoImport = {
  undoImport: {
    importSession: ImportSession | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type CancelImportVariables = Exact<{
  input: CancelImportInput;
}>;


export type CancelImport = {
  cancelImport: {
    importSession: ImportSession | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type UpdateImportRowsVariables = Exact<{
  input: UpdateImportRowsInput;
}>;


export type UpdateImportRows = {
  updateImportRows: {
    importSession: {
      id: string
    } | null,
    rows: Array<ImportRow>,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** A mail as its reader would get it. Nothing is sent by asking for it. */
export type EmailPreview = {
  /** The language it is written in: en, de, fr, es, pt, it, nl or pl. */
  language: string,
  /** Whose mail the reader sees it is. */
  fromName: string,
  /** Where answers go; null means to the address of the sender. */
  replyTo: string | null,
  /** Subject. */
  subject: string,
  /** The part for programs that show no HTML. */
  text: string,
  /** The HTML part, a whole document. Its link leads nowhere. */
  html: string
};

export type PreviewInviteVariables = Exact<{
  userId: string;
  language?: string | null | undefined;
}>;


export type PreviewInvite = {
  invitePreview: EmailPreview | null
};

/** A mail with an activation link. Only the newest invite of a user has a link that works. */
export type Invite = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** What became of it. */
  status: InviteStatus,
  /** The address it went to, which may since have been corrected. */
  email: string,
  /** When it was asked for. */
  createdAt: string,
  /** When it is to be sent; null means at once. */
  scheduledFor: string | null,
  /** When the mail service took it. */
  sentAt: string | null,
  /** When the link stops working; null until it is sent. */
  expiresAt: string | null,
  /** When the link was used. */
  acceptedAt: string | null,
  /** When the recipient's mail server took it. */
  deliveredAt: string | null,
  /** When it was given up, after all attempts. */
  failedAt: string | null,
  /** When it was taken back. */
  revokedAt: string | null,
  /** Why it is REVOKED; null when it is not. */
  revocation: InviteRevocation | null,
  /** How often it was handed to the mail service. */
  attempts: number,
  /** What the mail service, or the receiving server, said last of a mail that it did not take. */
  lastAnswer: string | null,
  /** How often its user was reminded of it. */
  reminderCount: number,
  /** When its user was last reminded of it. */
  lastReminderAt: string | null,
  /** When its user is reminded of it next, unless it ends before; null: not any more. */
  nextReminderAt: string | null,
  /** The user invited. */
  user: UserSummary,
  /** Who asked for it; null when an import, an HR integration or an API key did. */
  requestedBy: UserSummary | null,
  /** Why it came back. */
  bounce: InviteBounce | null
};

/** Why a mail came back. */
export type InviteBounce = {
  /** What kind of failure. */
  kind: BounceKind,
  /** What the receiving server said. */
  reason: string | null,
  /** When. */
  at: string
};

/** The answer to "why has the mail not arrived?" for one user, from what is known of the newest invite. */
export type MailDiagnosis = {
  /** Why, or where it is. */
  cause: MailCause,
  /** Since when it stands so; null where that is not known. */
  since: string | null,
  /** How often it was handed to the mail service. */
  attempts: number,
  /** What the mail service, or the receiving server, said last. */
  lastAnswer: string | null,
  /** When it is tried next, where it will be. */
  nextAttemptAt: string | null,
  /** Whether nothing is sent to the user's present address any more. */
  isSuppressed: boolean,
  /** One sentence for a person. */
  message: string,
  /** What to do about it, where there is something to do. */
  hint: string | null,
  /** Why it came back. */
  bounce: InviteBounce | null
};

export type DiagnoseMailVariables = Exact<{
  userId: string;
}>;


export type DiagnoseMail = {
  user: {
    mailDiagnosis: MailDiagnosis | null
  } | null
};

/** What the holder of an invite link may see before accepting. Needs no credential but the token. */
export type InvitationInfo = {
  /** Address the invite went to. */
  email: string,
  /** Name of the person invited. */
  name: string,
  /** Name of the organization. */
  organizationName: string,
  /** Whether the link can be used now. */
  usable: boolean,
  /** Whether `requestNewInvite` mails a new link in the place of this one. */
  renewable: boolean,
  /** Why not. */
  reason: UserErrorCode | null,
  /** When it stops working. */
  expiresAt: string | null,
  /** What a password must have. */
  passwordRules: Array<string>
};

export type ListInvitesVariables = Exact<{
  filter?: InviteFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListInvites = {
  invites: {
    totalCount: number,
    nodes: Array<Invite>,
    pageInfo: PageInfo
  } | null
};

export type LookAtInvitationVariables = Exact<{
  token: string;
}>;


export type LookAtInvitation = {
  invitation: InvitationInfo | null
};

export type ResendInviteVariables = Exact<{
  input: ResendInviteInput;
}>;


export type ResendInvite = {
  resendInvite: {
    invite: Invite | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** Users to whom nothing was sent. */
export type ResendSkip = {
  /** Why. */
  reason: UserErrorCode,
  /** How many. */
  count: number,
  /** The first of them, at most twenty. */
  users: Array<UserSummary>
};

export type ResendInvitesVariables = Exact<{
  input: ResendInvitesInput;
}>;


export type ResendInvites = {
  resendInvites: {
    queued: number,
    skipped: Array<ResendSkip>,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type RevokeInviteVariables = Exact<{
  input: RevokeInviteInput;
}>;


export type RevokeInvite = {
  revokeInvite: {
    invite: Invite | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** Invites that were left as they are. */
export type RevokeSkip = {
  /** Why: INVITE_NOT_USABLE for those that had ended already. */
  reason: UserErrorCode,
  /** How many. */
  count: number
};

export type RevokeInvitesVariables = Exact<{
  input: RevokeInvitesInput;
}>;


export type RevokeInvites = {
  revokeInvites: {
    revoked: number,
    skipped: Array<RevokeSkip>,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type RequestNewInviteVariables = Exact<{
  input: RequestNewInviteInput;
}>;


export type RequestNewInvite = {
  requestNewInvite: {
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type AcceptInviteVariables = Exact<{
  input: AcceptInviteInput;
}>;


export type AcceptInvite = {
  acceptInvite: {
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type GetOrganizationVariables = Exact<{ [key: string]: never; }>;


export type GetOrganization = {
  organization: Organization | null
};

export type UpdateOrganizationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type UpdateOrganization = {
  updateOrganization: {
    organization: Organization | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type SignInVariables = Exact<{
  input: SignInInput;
}>;


export type SignIn = {
  signIn: {
    token: string | null,
    expiresAt: string | null,
    mustChangePassword: boolean,
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type SignOutVariables = Exact<{ [key: string]: never; }>;


export type SignOut = {
  signOut: {
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type RequestPasswordResetVariables = Exact<{
  input: RequestPasswordResetInput;
}>;


export type RequestPasswordReset = {
  requestPasswordReset: {
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type ResetPasswordVariables = Exact<{
  input: ResetPasswordInput;
}>;


export type ResetPassword = {
  resetPassword: {
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type ChangePasswordVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePassword = {
  changePassword: {
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** Where users sign in elsewhere, by OpenID Connect. */
export type SsoProvider = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Name for people. */
  name: string,
  /** Its issuer, exactly as its tokens name it. */
  issuer: string,
  /** Who we are to it: the audience of its tokens. */
  clientId: string,
  /** Whether somebody unknown becomes a user, with the role LEARNER, at the first sign-on. */
  createsUsers: boolean,
  /** Whether its addresses are believed where it does not call them verified. */
  assertsAddresses: boolean,
  /** What the TXT record at `_rollcall.` before a domain says, so that the domain can be proved. */
  domainProof: string,
  /** Where users sign in: a link for people. With `?state=` the platform gets that text back beside the code. */
  startUrl: string,
  /** Redirect address, to be registered with the provider. */
  redirectUrl: string,
  /** When it was set up. */
  createdAt: string,
  /** Proved domains. Only addresses at these lead a first sign-on to a user. */
  domains: Array<{
    domain: string,
    provedAt: string
  }>
};

export type ListSsoProvidersVariables = Exact<{ [key: string]: never; }>;


export type ListSsoProviders = {
  ssoProviders: Array<SsoProvider> | null
};

export type CreateSsoProviderVariables = Exact<{
  input: CreateSsoProviderInput;
}>;


export type CreateSsoProvider = {
  createSsoProvider: {
    ssoProvider: SsoProvider | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type VerifySsoDomainVariables = Exact<{
  input: VerifySsoDomainInput;
}>;


export type VerifySsoDomain = {
  verifySsoDomain: {
    ssoProvider: SsoProvider | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type DeleteSsoProviderVariables = Exact<{
  input: DeleteSsoProviderInput;
}>;


export type DeleteSsoProvider = {
  deleteSsoProvider: {
    deletedId: string | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type StartSsoSessionVariables = Exact<{
  input: StartSsoSessionInput;
}>;


export type StartSsoSession = {
  startSsoSession: {
    token: string | null,
    expiresAt: string | null,
    mustChangePassword: boolean,
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type SetSsoOnlyVariables = Exact<{
  input: SetSsoOnlyInput;
}>;


export type SetSsoOnly = {
  setSsoOnly: {
    organization: {
      id: string,
      ssoOnly: boolean
    } | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type CompleteSsoLoginVariables = Exact<{
  input: CompleteSsoLoginInput;
}>;


export type CompleteSsoLogin = {
  completeSsoLogin: {
    newlyConfirmed: boolean,
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** A team. Its manager is the manager of everybody whose primary team it is. */
export type TeamSummary = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Name, unique in the organization. Matching in an import is exact unless the settings say otherwise. */
  name: string
};

/** A team. Its manager is the manager of everybody whose primary team it is. */
export type Team = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Name, unique in the organization. Matching in an import is exact unless the settings say otherwise. */
  name: string,
  /** Manager. */
  manager: UserSummary | null
};

export type ListTeamsVariables = Exact<{
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListTeams = {
  teams: {
    totalCount: number,
    nodes: Array<Team>,
    pageInfo: PageInfo
  } | null
};

export type CreateTeamVariables = Exact<{
  input: CreateTeamInput;
}>;


export type CreateTeam = {
  createTeam: {
    team: Team | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type UpdateTeamVariables = Exact<{
  input: UpdateTeamInput;
}>;


export type UpdateTeam = {
  updateTeam: {
    team: Team | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** A person of the organization. */
export type UserSummary = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Email address, lower case, unique in the organization, deactivated users included. */
  email: string,
  /** Full name. */
  name: string,
  /** Where the user stands. */
  status: UserStatus
};

/** A person of the organization. */
export type User = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Email address, lower case, unique in the organization, deactivated users included. */
  email: string,
  /** Full name. */
  name: string,
  /** Given name, if the parts are known. */
  firstName: string | null,
  /** Family name, if the parts are known. */
  lastName: string | null,
  /** Job title. */
  jobTitle: string | null,
  /** Role. */
  role: Role,
  /** Permissions on top of the role. */
  permissions: Array<Permission>,
  /** Where the user stands. */
  status: UserStatus,
  /** What first brought the user in. */
  source: UserSource,
  /** Employee number or other key from another system, unique where set. */
  externalId: string | null,
  /** Language of mails and screens, a BCP 47 tag such as `en-GB`. */
  language: string | null,
  /** IANA time zone, for example Europe/London. */
  timeZone: string | null,
  /** First day of work, as YYYY-MM-DD. */
  hireDate: string | null,
  /** Whether the manager was given for this user alone, whoever manages the primary team. */
  hasOwnManager: boolean,
  /** When it was confirmed. */
  confirmedAt: string | null,
  /** How it was confirmed. */
  confirmedBy: ConfirmationMethod | null,
  /** When it was deactivated. */
  deactivatedAt: string | null,
  /** When the account was made. */
  createdAt: string,
  /** When it last changed. */
  updatedAt: string,
  /** Values of the organization's own fields, in the order of `customFields`; those without one are left out. */
  customFields: Array<{
    key: string,
    value: string
  }>,
  /** The team whose manager is theirs, unless another was given for them alone. */
  primaryTeam: TeamSummary | null,
  /** Further teams. */
  secondaryTeams: Array<TeamSummary>,
  /** The manager given for this user alone, else the manager of the primary team; null where there is neither, and for the manager of the team themself. */
  manager: UserSummary | null,
  /** Where the user works. */
  location: Location | null,
  /** The HR integration that looks after the user; null where none does. */
  hrSync: {
    hrIntegrationName: string,
    ownedFields: Array<string>,
    releasedAt: string | null
  } | null,
  /** The newest invite; null when none was ever made, for example after an import with `invites: NONE`. */
  lastInvite: Invite | null
};

/** A place of work. */
export type Location = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Name, unique in the organization. */
  name: string
};

export type GetUserVariables = Exact<{
  id: string;
}>;


export type GetUser = {
  user: User | null
};

export type GetUserByEmailVariables = Exact<{
  email: string;
}>;


export type GetUserByEmail = {
  userByEmail: User | null
};

export type ListUsersVariables = Exact<{
  filter?: UserFilter | null | undefined;
  orderBy?: UserOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListUsers = {
  users: {
    totalCount: number,
    nodes: Array<User>,
    pageInfo: PageInfo
  } | null
};

export type InviteUserVariables = Exact<{
  input: InviteUserInput;
}>;


export type InviteUser = {
  inviteUser: {
    user: User | null,
    invite: Invite | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type InviteUsersVariables = Exact<{
  input: InviteUsersInput;
}>;


export type InviteUsers = {
  inviteUsers: {
    results: Array<{
      user: User | null,
      invite: Invite | null,
      userErrors: Array<
        | UserError_DeactivationGuardError
        | UserError_EmailTakenError
        | UserError_FileError
        | UserError_HrOwnedError
        | UserError_ImportStateError
        | UserError_InputError
        | UserError_MappingError
        | UserError_NotFoundError
        | UserError_RoleNotAllowedError
      >
    }>,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type UpdateUserVariables = Exact<{
  input: UpdateUserInput;
}>;


export type UpdateUser = {
  updateUser: {
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type DeactivateUserVariables = Exact<{
  input: DeactivateUserInput;
}>;


export type DeactivateUser = {
  deactivateUser: {
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type SetUserPasswordVariables = Exact<{
  input: SetUserPasswordInput;
}>;


export type SetUserPassword = {
  setUserPassword: {
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type ReactivateUserVariables = Exact<{
  input: ReactivateUserInput;
}>;


export type ReactivateUser = {
  reactivateUser: {
    user: User | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

/** Where a page of a list lies in the whole list. */
export type PageInfo = {
  /** Whether `after: endCursor` would return more items. */
  hasNextPage: boolean,
  /** Cursor of the last item of this page; null when the page is empty. */
  endCursor: string | null
};

/** The organization whose people these are, and its settings. */
export type Organization = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Name, as it appears in invite emails. */
  name: string,
  /** Hours until an invite link expires. */
  inviteTtlHours: number,
  /** Email domains users may have; empty means any. */
  allowedEmailDomains: Array<string>,
  /** The largest share of active users, in percent, that one import may deactivate. */
  deactivationLimitPercent: number,
  /** Language of mails to users who have none, a BCP 47 tag; null means English. */
  defaultLanguage: string | null,
  /** Text in every invite mail. */
  inviteMessage: string | null,
  /** Address to which answers to the mails go. */
  replyTo: string | null,
  /** Days after sending on which users who have not accepted are reminded, in ascending order. Empty: nobody is. */
  reminderDays: Array<number>
};

/** A credential for a program. */
export type ApiKey = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Name for people. */
  name: string,
  /** Its first characters, enough to tell keys apart. */
  prefix: string,
  /** Role it acts with. */
  role: Role,
  /** What of the rights of the role it has; null means all of them. */
  scopes: Array<ApiKeyScope> | null,
  /** When it was made. */
  createdAt: string,
  /** When it was last used, to the minute. */
  lastUsedAt: string | null,
  /** When it stops working; null means never. */
  expiresAt: string | null,
  /** Until when the secret before the last rotation works too; null when it never was rotated. */
  previousExpiresAt: string | null
};

/** Who is asking. */
export type Viewer = {
  /** What kind of credential was sent. */
  kind: ViewerKind,
  /** Whether the caller may invite, import and edit people. */
  canManagePeople: boolean,
  /** The roles the caller may give to others. */
  grantableRoles: Array<Role>,
  /** The organization the caller belongs to. */
  organization: Organization,
  /** The signed-in user; null for an API key. */
  user: UserSummary | null,
  /** The API key; null for a signed-in user. */
  apiKey: ApiKey | null
};

/** What this server is and what it allows. */
export type ServerInfo = {
  /** Version of the server, semantic versioning. */
  version: string,
  /** SHA-256 of the schema this server runs, so a client can tell whether it was generated from the same one. */
  schemaHash: string,
  /** Largest CSV file, in bytes. */
  maxFileBytes: number,
  /** Most rows in one CSV file. */
  maxRows: number,
  /** Largest page of any list. */
  maxPageSize: number,
  /** Requests that one credential may make in a minute, from wherever they come. More are RATE_LIMITED. */
  requestsPerMinute: number,
  /** Whether mail is sent. False: the server has no mail service, and each mail becomes a file on it, whatever the status of an invite is. */
  sendsMail: boolean,
  /** Every code that can stand in `extensions.code` of a top-level error. */
  apiErrorCodes: Array<ApiErrorCode>
};

export type GetViewerVariables = Exact<{ [key: string]: never; }>;


export type GetViewer = {
  viewer: Viewer | null
};

/** An address that is told about events with a signed POST request. */
export type Webhook = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** Address. */
  url: string,
  /** Events it is told about. */
  events: Array<WebhookEvent>,
  /** Whether it is switched on. Switched off by the server after three days of failures. */
  enabled: boolean,
  /** When it was last told something successfully. */
  lastSuccessAt: string | null,
  /** Failures since then. */
  consecutiveFailures: number
};

/** An event on its way to a webhook; kept for 90 days. Its id is the one that the receiver sees. */
export type WebhookDelivery = {
  /** Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`. */
  id: string,
  /** What it tells. */
  event: WebhookEvent,
  /** How far it is. */
  status: WebhookDeliveryStatus,
  /** When it happened. */
  createdAt: string,
  /** Attempts made. */
  attempts: number,
  /** HTTP status that the last attempt came back with; null when nothing came back. */
  httpStatus: number | null,
  /** How long the last attempt took, in milliseconds. */
  durationMs: number | null,
  /** Why the last attempt did not arrive, for people. */
  lastError: string | null,
  /** When it arrived. */
  deliveredAt: string | null
};

export type ListWebhooksVariables = Exact<{ [key: string]: never; }>;


export type ListWebhooks = {
  webhooks: Array<Webhook> | null
};

export type ListWebhookDeliveriesVariables = Exact<{
  id: string;
  status?: Array<WebhookDeliveryStatus> | WebhookDeliveryStatus | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListWebhookDeliveries = {
  node:
    | {
      deliveries: {
        totalCount: number,
        nodes: Array<WebhookDelivery>,
        pageInfo: PageInfo
      }
    }
    | Record<PropertyKey, never>
   | null
};

export type CreateWebhookVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type CreateWebhook = {
  createWebhook: {
    secret: string | null,
    webhook: Webhook | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type UpdateWebhookVariables = Exact<{
  input: UpdateWebhookInput;
}>;


export type UpdateWebhook = {
  updateWebhook: {
    webhook: Webhook | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type RotateWebhookSecretVariables = Exact<{
  input: RotateWebhookSecretInput;
}>;


export type RotateWebhookSecret = {
  rotateWebhookSecret: {
    secret: string | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type TestWebhookVariables = Exact<{
  input: TestWebhookInput;
}>;


export type TestWebhook = {
  testWebhook: {
    httpStatus: number | null,
    durationMs: number | null,
    error: string | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type ReplayWebhookDeliveryVariables = Exact<{
  input: ReplayWebhookDeliveryInput;
}>;


export type ReplayWebhookDelivery = {
  replayWebhookDelivery: {
    webhookDelivery: WebhookDelivery | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

export type DeleteWebhookVariables = Exact<{
  input: DeleteWebhookInput;
}>;


export type DeleteWebhook = {
  deleteWebhook: {
    deletedId: string | null,
    userErrors: Array<
      | UserError_DeactivationGuardError
      | UserError_EmailTakenError
      | UserError_FileError
      | UserError_HrOwnedError
      | UserError_ImportStateError
      | UserError_InputError
      | UserError_MappingError
      | UserError_NotFoundError
      | UserError_RoleNotAllowedError
    >
  } | null
};

const { document, mutation } = /*#__PURE__*/ documentsWith({
  ApiKey: 'ApiKey{id name prefix role scopes createdAt lastUsedAt expiresAt previousExpiresAt}',
  UserError: 'UserError{__typename code message path hint ...on NotFoundError{id}...on EmailTakenError{user{...UserSummary}}...on ImportStateError{currentState allowedStates}...on FileError{line columnIndex detected}...on MappingError{column field}...on DeactivationGuardError{wouldDeactivate limit}...on RoleNotAllowedError{role allowedRoles}...on HrOwnedError{hrIntegrationName fields}}',
  UserSummary: 'User{id email name status}',
  PageInfo: 'PageInfo{hasNextPage endCursor}',
  CustomField: 'CustomField{key label unique}',
  HrIntegration: 'HrIntegration{id name protocol status baseUrl tokenHint sendInvites deactivateLeavers defaultRole attributeMapping{field label attributes isDefault}lastSyncAt userCount recentFailures{at externalId message}roster{url hasAuthorization schedule timeZone nextRunAt matchBy matchCustomField emptyCells nameMatching createMissingTeams createMissingLocations rowCount lastImport{id state}}source{url schedule timeZone nextRunAt}}',
  User: 'User{id email name firstName lastName jobTitle role permissions status source externalId language timeZone hireDate customFields{key value}primaryTeam{...TeamSummary}secondaryTeams{...TeamSummary}manager{...UserSummary}hasOwnManager location{id name}hrSync{hrIntegrationName ownedFields releasedAt}lastInvite{...Invite}confirmedAt confirmedBy deactivatedAt createdAt updatedAt}',
  TeamSummary: 'Team{id name}',
  Invite: 'Invite{id status email user{...UserSummary}requestedBy{...UserSummary}createdAt scheduledFor sentAt expiresAt acceptedAt deliveredAt failedAt revokedAt revocation attempts lastAnswer bounce{...InviteBounce}reminderCount lastReminderAt nextReminderAt}',
  InviteBounce: 'InviteBounce{kind reason at}',
  ImportSession: 'ImportSession{id state allowedActions file{name bytes sha256 format encoding delimiter headerRow sheet sheets rowCount warnings previousImport{id state createdAt committedAt}}columns{...ImportColumn}unmatchedColumns{...ImportColumn}missingFields{...ImportFieldSummary}settings{...ImportSettings}progress{...ImportProgress}report{created updated reactivated unchanged skipped failed notReached deactivated invitesQueued invitesScheduled durationMs issues{...IssueCount}}failure undo{reversed kept failed invitesCancelled finishedAt}createdBy{...UserSummary}createdAt updatedAt expiresAt committedAt}',
  ImportColumn: 'ImportColumn{index header samples emptyCells ignored dateOrder inverted emptyCellPolicy existingValues field{...ImportFieldSummary}suggestion{field{...ImportFieldSummary}confidence reason}valueMappings{from to}}',
  ImportFieldSummary: 'ImportField{key label}',
  ImportSettings: 'ImportSettings{mode invites sendAt timeZone customMessage matchBy matchCustomField onRowError deactivatedUsers deactivationScope emptyCells nameMatching createMissingTeams createMissingLocations defaultRole}',
  ImportProgress: 'ImportProgress{importId state phase processed total failed percent rowsPerSecond etaSeconds}',
  IssueCount: 'IssueCount{code severity rows lines}',
  ImportRow: 'ImportRow{id line action cells{columnIndex raw edited}changes{field{...ImportFieldSummary}before after}issues{code severity message columnIndex field{...ImportFieldSummary}value suggestion}user{...UserSummary}}',
  Organization: 'Organization{id name inviteTtlHours allowedEmailDomains deactivationLimitPercent defaultLanguage inviteMessage replyTo reminderDays}',
  SsoProvider: 'SsoProvider{id name issuer clientId createsUsers assertsAddresses domainProof startUrl redirectUrl domains{domain provedAt}createdAt}',
  Team: 'Team{id name manager{...UserSummary}}',
  Webhook: 'Webhook{id url events enabled lastSuccessAt consecutiveFailures}',
  WebhookDelivery: 'WebhookDelivery{id event status createdAt attempts httpStatus durationMs lastError deliveredAt}',
})
/** The text of `ListApiKeys`. */
export const ListApiKeysDocument = /*#__PURE__*/ document<ListApiKeys, ListApiKeysVariables>('query ListApiKeys{apiKeys{...ApiKey}}')
/** The text of `CreateApiKey`. */
export const CreateApiKeyDocument = /*#__PURE__*/ mutation<CreateApiKey, CreateApiKeyVariables>('CreateApiKey', 'apiKey{...ApiKey}secret')
/** The text of `RotateApiKey`. */
export const RotateApiKeyDocument = /*#__PURE__*/ mutation<RotateApiKey, RotateApiKeyVariables>('RotateApiKey', 'apiKey{...ApiKey}secret')
/** The text of `RevokeApiKey`. */
export const RevokeApiKeyDocument = /*#__PURE__*/ mutation<RevokeApiKey, RevokeApiKeyVariables>('RevokeApiKey', 'deletedId')
/** The text of `ListAuditEvents`. */
export const ListAuditEventsDocument = /*#__PURE__*/ document<ListAuditEvents, ListAuditEventsVariables>('query ListAuditEvents($first:Int$after:String$subjectId:ID$actorId:ID$actions:[String!]$since:DateTime$until:DateTime){auditEvents(first:$first after:$after subjectId:$subjectId actorId:$actorId actions:$actions since:$since until:$until){nodes{id at action actor actorKind actorId subjectId summary changes{field before after}requestId ipAddress}totalCount pageInfo{...PageInfo}}}')
/** The text of `ListCustomFields`. */
export const ListCustomFieldsDocument = /*#__PURE__*/ document<ListCustomFields, ListCustomFieldsVariables>('query ListCustomFields{customFields{...CustomField}}')
/** The text of `CreateCustomField`. */
export const CreateCustomFieldDocument = /*#__PURE__*/ mutation<CreateCustomField, CreateCustomFieldVariables>('CreateCustomField', 'customField{...CustomField}')
/** The text of `UpdateCustomField`. */
export const UpdateCustomFieldDocument = /*#__PURE__*/ mutation<UpdateCustomField, UpdateCustomFieldVariables>('UpdateCustomField', 'customField{...CustomField}')
/** The text of `DeleteCustomField`. */
export const DeleteCustomFieldDocument = /*#__PURE__*/ mutation<DeleteCustomField, DeleteCustomFieldVariables>('DeleteCustomField', 'deletedKey')
/** The text of `ListHrIntegrations`. */
export const ListHrIntegrationsDocument = /*#__PURE__*/ document<ListHrIntegrations, ListHrIntegrationsVariables>('query ListHrIntegrations($first:Int$after:String){hrIntegrations(first:$first after:$after){nodes{...HrIntegration}totalCount pageInfo{...PageInfo}}}')
/** The text of `CreateHrIntegration`. */
export const CreateHrIntegrationDocument = /*#__PURE__*/ mutation<CreateHrIntegration, CreateHrIntegrationVariables>('CreateHrIntegration', 'hrIntegration{...HrIntegration}token')
/** The text of `UpdateHrIntegration`. */
export const UpdateHrIntegrationDocument = /*#__PURE__*/ mutation<UpdateHrIntegration, UpdateHrIntegrationVariables>('UpdateHrIntegration', 'hrIntegration{...HrIntegration}')
/** The text of `RotateHrIntegrationToken`. */
export const RotateHrIntegrationTokenDocument = /*#__PURE__*/ mutation<RotateHrIntegrationToken, RotateHrIntegrationTokenVariables>('RotateHrIntegrationToken', 'hrIntegration{...HrIntegration}token')
/** The text of `DeleteHrIntegration`. */
export const DeleteHrIntegrationDocument = /*#__PURE__*/ mutation<DeleteHrIntegration, DeleteHrIntegrationVariables>('DeleteHrIntegration', 'deletedId')
/** The text of `ReleaseHrUser`. */
export const ReleaseHrUserDocument = /*#__PURE__*/ mutation<ReleaseHrUser, ReleaseHrUserVariables>('ReleaseHrUser', 'user{...User}')
/** The text of `GetImport`. */
export const GetImportDocument = /*#__PURE__*/ document<GetImport, GetImportVariables>('query GetImport($id:ID!){importSession(id:$id){...ImportSession}}')
/** The text of `GetImportProgress`. */
export const GetImportProgressDocument = /*#__PURE__*/ document<GetImportProgress, GetImportProgressVariables>('query GetImportProgress($id:ID!){importSession(id:$id){progress{...ImportProgress}}}')
/** The text of `WatchImport`. */
export const WatchImportDocument = /*#__PURE__*/ document<WatchImport, WatchImportVariables>('subscription WatchImport($importId:ID!){importProgress(importId:$importId){...ImportProgress}}')
/** The text of `GetFailedRowsLink`. */
export const GetFailedRowsLinkDocument = /*#__PURE__*/ document<GetFailedRowsLink, GetFailedRowsLinkVariables>('query GetFailedRowsLink($id:ID!){importSession(id:$id){report{failedRowsCsv{url}}}}')
/** The text of `GetNotReachedRowsLink`. */
export const GetNotReachedRowsLinkDocument = /*#__PURE__*/ document<GetNotReachedRowsLink, GetNotReachedRowsLinkVariables>('query GetNotReachedRowsLink($id:ID!){importSession(id:$id){report{notReachedRowsCsv{url}}}}')
/** The text of `PreviewImport`. */
export const PreviewImportDocument = /*#__PURE__*/ document<PreviewImport, PreviewImportVariables>('query PreviewImport($id:ID!$settings:ImportSettingsInput){importSession(id:$id){state preview(settings:$settings){totalRows toCreate toUpdate toReactivate unchanged skipped invalid toDeactivate invites newTeams newLocations issues{...IssueCount}blockers{...UserError}deactivations{totalCount nodes{...UserSummary}}settings{...ImportSettings}fingerprint}}}')
/** The text of `ListImportRows`. */
export const ListImportRowsDocument = /*#__PURE__*/ document<ListImportRows, ListImportRowsVariables>('query ListImportRows($id:ID!$filter:ImportRowFilter$first:Int$after:String){importSession(id:$id){rows(filter:$filter first:$first after:$after){nodes{...ImportRow}totalCount pageInfo{...PageInfo}}}}')
/** The text of `ListImports`. */
export const ListImportsDocument = /*#__PURE__*/ document<ListImports, ListImportsVariables>('query ListImports($filter:ImportSessionFilter$first:Int$after:String){importSessions(filter:$filter first:$first after:$after){nodes{...ImportSession}totalCount pageInfo{...PageInfo}}}')
/** The text of `GetImportTemplate`. */
export const GetImportTemplateDocument = /*#__PURE__*/ document<GetImportTemplate, GetImportTemplateVariables>('query GetImportTemplate($requiredOnly:Boolean){importTemplate(requiredOnly:$requiredOnly){filename csv url fields{...ImportFieldSummary}}}')
/** The text of `ListImportFields`. */
export const ListImportFieldsDocument = /*#__PURE__*/ document<ListImportFields, ListImportFieldsVariables>('query ListImportFields{importFields{key label description required aliases allowedValues example}}')
/** The text of `CreateUpload`. */
export const CreateUploadDocument = /*#__PURE__*/ mutation<CreateUpload, CreateUploadVariables>('CreateUpload', 'target{id url headers{name value}}')
/** The text of `StartImport`. */
export const StartImportDocument = /*#__PURE__*/ mutation<StartImport, StartImportVariables>('StartImport', 'importSession{...ImportSession}')
/** The text of `MapColumns`. */
export const MapColumnsDocument = /*#__PURE__*/ mutation<MapColumns, MapColumnsVariables>('MapColumns', 'importSession{...ImportSession}')
/** The text of `ConfigureImport`. */
export const ConfigureImportDocument = /*#__PURE__*/ mutation<ConfigureImport, ConfigureImportVariables>('ConfigureImport', 'importSession{...ImportSession}')
/** The text of `CommitImport`. */
export const CommitImportDocument = /*#__PURE__*/ mutation<CommitImport, CommitImportVariables>('CommitImport', 'importSession{...ImportSession}')
/** The text of `AbortImport`. */
export const AbortImportDocument = /*#__PURE__*/ mutation<AbortImport, AbortImportVariables>('AbortImport', 'importSession{...ImportSession}')
/** The text of `UndoImport`. */
export const UndoImportDocument = /*#__PURE__*/ mutation<UndoImport, UndoImportVariables>('UndoImport', 'importSession{...ImportSession}')
/** The text of `CancelImport`. */
export const CancelImportDocument = /*#__PURE__*/ mutation<CancelImport, CancelImportVariables>('CancelImport', 'importSession{...ImportSession}')
/** The text of `UpdateImportRows`. */
export const UpdateImportRowsDocument = /*#__PURE__*/ mutation<UpdateImportRows, UpdateImportRowsVariables>('UpdateImportRows', 'importSession{id}rows{...ImportRow}')
/** The text of `PreviewInvite`. */
export const PreviewInviteDocument = /*#__PURE__*/ document<PreviewInvite, PreviewInviteVariables>('query PreviewInvite($userId:ID!$language:String){invitePreview(userId:$userId language:$language){language fromName replyTo subject text html}}')
/** The text of `DiagnoseMail`. */
export const DiagnoseMailDocument = /*#__PURE__*/ document<DiagnoseMail, DiagnoseMailVariables>('query DiagnoseMail($userId:ID!){user(id:$userId){mailDiagnosis{cause since attempts lastAnswer nextAttemptAt bounce{...InviteBounce}isSuppressed message hint}}}')
/** The text of `ListInvites`. */
export const ListInvitesDocument = /*#__PURE__*/ document<ListInvites, ListInvitesVariables>('query ListInvites($filter:InviteFilter$first:Int$after:String){invites(filter:$filter first:$first after:$after){nodes{...Invite}totalCount pageInfo{...PageInfo}}}')
/** The text of `LookAtInvitation`. */
export const LookAtInvitationDocument = /*#__PURE__*/ document<LookAtInvitation, LookAtInvitationVariables>('query LookAtInvitation($token:String!){invitation(token:$token){email name organizationName usable renewable reason expiresAt passwordRules}}')
/** The text of `ResendInvite`. */
export const ResendInviteDocument = /*#__PURE__*/ mutation<ResendInvite, ResendInviteVariables>('ResendInvite', 'invite{...Invite}')
/** The text of `ResendInvites`. */
export const ResendInvitesDocument = /*#__PURE__*/ mutation<ResendInvites, ResendInvitesVariables>('ResendInvites', 'queued skipped{reason count users{...UserSummary}}')
/** The text of `RevokeInvite`. */
export const RevokeInviteDocument = /*#__PURE__*/ mutation<RevokeInvite, RevokeInviteVariables>('RevokeInvite', 'invite{...Invite}')
/** The text of `RevokeInvites`. */
export const RevokeInvitesDocument = /*#__PURE__*/ mutation<RevokeInvites, RevokeInvitesVariables>('RevokeInvites', 'revoked skipped{reason count}')
/** The text of `RequestNewInvite`. */
export const RequestNewInviteDocument = /*#__PURE__*/ mutation<RequestNewInvite, RequestNewInviteVariables>('RequestNewInvite', '')
/** The text of `AcceptInvite`. */
export const AcceptInviteDocument = /*#__PURE__*/ mutation<AcceptInvite, AcceptInviteVariables>('AcceptInvite', 'user{...User}')
/** The text of `GetOrganization`. */
export const GetOrganizationDocument = /*#__PURE__*/ document<GetOrganization, GetOrganizationVariables>('query GetOrganization{organization{...Organization}}')
/** The text of `UpdateOrganization`. */
export const UpdateOrganizationDocument = /*#__PURE__*/ mutation<UpdateOrganization, UpdateOrganizationVariables>('UpdateOrganization', 'organization{...Organization}')
/** The text of `SignIn`. */
export const SignInDocument = /*#__PURE__*/ mutation<SignIn, SignInVariables>('SignIn', 'token expiresAt mustChangePassword user{...User}')
/** The text of `SignOut`. */
export const SignOutDocument = /*#__PURE__*/ document<SignOut, SignOutVariables>('mutation SignOut{signOut{userErrors{...UserError}}}')
/** The text of `RequestPasswordReset`. */
export const RequestPasswordResetDocument = /*#__PURE__*/ mutation<RequestPasswordReset, RequestPasswordResetVariables>('RequestPasswordReset', '')
/** The text of `ResetPassword`. */
export const ResetPasswordDocument = /*#__PURE__*/ mutation<ResetPassword, ResetPasswordVariables>('ResetPassword', 'user{...User}')
/** The text of `ChangePassword`. */
export const ChangePasswordDocument = /*#__PURE__*/ mutation<ChangePassword, ChangePasswordVariables>('ChangePassword', 'user{...User}')
/** The text of `ListSsoProviders`. */
export const ListSsoProvidersDocument = /*#__PURE__*/ document<ListSsoProviders, ListSsoProvidersVariables>('query ListSsoProviders{ssoProviders{...SsoProvider}}')
/** The text of `CreateSsoProvider`. */
export const CreateSsoProviderDocument = /*#__PURE__*/ mutation<CreateSsoProvider, CreateSsoProviderVariables>('CreateSsoProvider', 'ssoProvider{...SsoProvider}')
/** The text of `VerifySsoDomain`. */
export const VerifySsoDomainDocument = /*#__PURE__*/ mutation<VerifySsoDomain, VerifySsoDomainVariables>('VerifySsoDomain', 'ssoProvider{...SsoProvider}')
/** The text of `DeleteSsoProvider`. */
export const DeleteSsoProviderDocument = /*#__PURE__*/ mutation<DeleteSsoProvider, DeleteSsoProviderVariables>('DeleteSsoProvider', 'deletedId')
/** The text of `StartSsoSession`. */
export const StartSsoSessionDocument = /*#__PURE__*/ mutation<StartSsoSession, StartSsoSessionVariables>('StartSsoSession', 'token expiresAt mustChangePassword user{...User}')
/** The text of `SetSsoOnly`. */
export const SetSsoOnlyDocument = /*#__PURE__*/ mutation<SetSsoOnly, SetSsoOnlyVariables>('SetSsoOnly', 'organization{id ssoOnly}')
/** The text of `CompleteSsoLogin`. */
export const CompleteSsoLoginDocument = /*#__PURE__*/ mutation<CompleteSsoLogin, CompleteSsoLoginVariables>('CompleteSsoLogin', 'user{...User}newlyConfirmed')
/** The text of `ListTeams`. */
export const ListTeamsDocument = /*#__PURE__*/ document<ListTeams, ListTeamsVariables>('query ListTeams($search:String$first:Int$after:String){teams(search:$search first:$first after:$after){nodes{...Team}totalCount pageInfo{...PageInfo}}}')
/** The text of `CreateTeam`. */
export const CreateTeamDocument = /*#__PURE__*/ mutation<CreateTeam, CreateTeamVariables>('CreateTeam', 'team{...Team}')
/** The text of `UpdateTeam`. */
export const UpdateTeamDocument = /*#__PURE__*/ mutation<UpdateTeam, UpdateTeamVariables>('UpdateTeam', 'team{...Team}')
/** The text of `GetUser`. */
export const GetUserDocument = /*#__PURE__*/ document<GetUser, GetUserVariables>('query GetUser($id:ID!){user(id:$id){...User}}')
/** The text of `GetUserByEmail`. */
export const GetUserByEmailDocument = /*#__PURE__*/ document<GetUserByEmail, GetUserByEmailVariables>('query GetUserByEmail($email:String!){userByEmail(email:$email){...User}}')
/** The text of `ListUsers`. */
export const ListUsersDocument = /*#__PURE__*/ document<ListUsers, ListUsersVariables>('query ListUsers($filter:UserFilter$orderBy:UserOrder$first:Int$after:String){users(filter:$filter orderBy:$orderBy first:$first after:$after){nodes{...User}totalCount pageInfo{...PageInfo}}}')
/** The text of `InviteUser`. */
export const InviteUserDocument = /*#__PURE__*/ mutation<InviteUser, InviteUserVariables>('InviteUser', 'user{...User}invite{...Invite}')
/** The text of `InviteUsers`. */
export const InviteUsersDocument = /*#__PURE__*/ mutation<InviteUsers, InviteUsersVariables>('InviteUsers', 'results{user{...User}invite{...Invite}userErrors{...UserError}}')
/** The text of `UpdateUser`. */
export const UpdateUserDocument = /*#__PURE__*/ mutation<UpdateUser, UpdateUserVariables>('UpdateUser', 'user{...User}')
/** The text of `DeactivateUser`. */
export const DeactivateUserDocument = /*#__PURE__*/ mutation<DeactivateUser, DeactivateUserVariables>('DeactivateUser', 'user{...User}')
/** The text of `SetUserPassword`. */
export const SetUserPasswordDocument = /*#__PURE__*/ mutation<SetUserPassword, SetUserPasswordVariables>('SetUserPassword', 'user{...User}')
/** The text of `ReactivateUser`. */
export const ReactivateUserDocument = /*#__PURE__*/ mutation<ReactivateUser, ReactivateUserVariables>('ReactivateUser', 'user{...User}')
/** The text of `GetViewer`. */
export const GetViewerDocument = /*#__PURE__*/ document<GetViewer, GetViewerVariables>('query GetViewer{viewer{kind canManagePeople grantableRoles organization{...Organization}user{...UserSummary}apiKey{...ApiKey}}}')
/** The text of `ListWebhooks`. */
export const ListWebhooksDocument = /*#__PURE__*/ document<ListWebhooks, ListWebhooksVariables>('query ListWebhooks{webhooks{...Webhook}}')
/** The text of `ListWebhookDeliveries`. */
export const ListWebhookDeliveriesDocument = /*#__PURE__*/ document<ListWebhookDeliveries, ListWebhookDeliveriesVariables>('query ListWebhookDeliveries($id:ID!$status:[WebhookDeliveryStatus!]$first:Int$after:String){node(id:$id){...on Webhook{deliveries(status:$status first:$first after:$after){nodes{...WebhookDelivery}totalCount pageInfo{...PageInfo}}}}}')
/** The text of `CreateWebhook`. */
export const CreateWebhookDocument = /*#__PURE__*/ mutation<CreateWebhook, CreateWebhookVariables>('CreateWebhook', 'webhook{...Webhook}secret')
/** The text of `UpdateWebhook`. */
export const UpdateWebhookDocument = /*#__PURE__*/ mutation<UpdateWebhook, UpdateWebhookVariables>('UpdateWebhook', 'webhook{...Webhook}')
/** The text of `RotateWebhookSecret`. */
export const RotateWebhookSecretDocument = /*#__PURE__*/ mutation<RotateWebhookSecret, RotateWebhookSecretVariables>('RotateWebhookSecret', 'secret')
/** The text of `TestWebhook`. */
export const TestWebhookDocument = /*#__PURE__*/ mutation<TestWebhook, TestWebhookVariables>('TestWebhook', 'httpStatus durationMs error')
/** The text of `ReplayWebhookDelivery`. */
export const ReplayWebhookDeliveryDocument = /*#__PURE__*/ mutation<ReplayWebhookDelivery, ReplayWebhookDeliveryVariables>('ReplayWebhookDelivery', 'webhookDelivery{...WebhookDelivery}')
/** The text of `DeleteWebhook`. */
export const DeleteWebhookDocument = /*#__PURE__*/ mutation<DeleteWebhook, DeleteWebhookVariables>('DeleteWebhook', 'deletedId')