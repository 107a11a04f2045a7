import { ApiKey } from './access/api-key.ts'
import { Organization } from './access/organization.ts'
import { AuditEvent } from './audit/audit-event.ts'
import { IdempotencyKey } from './base/idempotency.ts'
import { HrIntegration } from './access/hr-integration.ts'
import { HrGroup } from './hr-sync/hr-group.ts'
import { HrRoster } from './hr-sync/hr-roster.ts'
import { HrSourceSettings } from './hr-sync/hr-source-settings.ts'
import { HrUser } from './hr-sync/hr-user.ts'
import { ImportBatch, ImportUser } from './imports/import-row.ts'
import { ImportSession } from './imports/import-session.ts'
import { InviteMessage } from './invites/invite-message.ts'
import { Upload } from './imports/upload.ts'
import { Invite } from './invites/invite.ts'
import { ReminderDigest } from './invites/reminder-digest.ts'
import { Reminder } from './invites/reminder.ts'
import { Job } from './jobs/job.ts'
import { DeliveryEvent } from './mail/delivery-event.ts'
import { Email } from './mail/email.ts'
import { MailPause } from './mail/mail-pause.ts'
import { Suppression } from './mail/suppression.ts'
import { CreateTables1764000000000 } from './migrations/1764000000000-create-tables.ts'
import { KeepFileLayout1764100000000 } from './migrations/1764100000000-keep-file-layout.ts'
import { AddRowEdits1764120000000 } from './migrations/1764120000000-add-row-edits.ts'
import { ExpireImports1764120000001 } from './migrations/1764120000001-expire-imports.ts'
import { AddFailedAt1764200000000 } from './migrations/1764200000000-add-failed-at.ts'
import { AddDelivery1764210000000 } from './migrations/1764210000000-delivery.ts'
import { CreateWebhooks1764220000000 } from './migrations/1764220000000-create-webhooks.ts'
import { AddAuditRequest1764220000001 } from './migrations/1764220000001-add-audit-request.ts'
import { SealAudit1764220000002 } from './migrations/1764220000002-seal-audit.ts'
import { AddMailSettings1764210000001 } from './migrations/1764210000001-mail-settings.ts'
import { AddSessions1764300000000 } from './migrations/1764300000000-add-sessions.ts'
import { AddKeyScopes1764300000001 } from './migrations/1764300000001-add-key-scopes.ts'
import { RememberMappings1764400000000 } from './migrations/1764400000000-remember-mappings.ts'
import { UndoImports1764410000000 } from './migrations/1764410000000-undo-imports.ts'
import { AddSso1764430000000 } from './migrations/1764430000000-add-sso.ts'
import { AddSsoSessions1764430000001 } from './migrations/1764430000001-sso-sessions.ts'
import { AddSsoOnly1764430000002 } from './migrations/1764430000002-sso-only.ts'
import { MapHrAttributes1765100000000 } from './migrations/1765100000000-map-hr-attributes.ts'
import { CreateHrIntegrations1764450000000 } from './migrations/1764450000000-create-hr-integrations.ts'
import { CreateReminders1764600000000 } from './migrations/1764600000000-create-reminders.ts'
import { AddInviteMessages1764700000000 } from './migrations/1764700000000-add-invite-messages.ts'
import { OwnHrFields1764800000000 } from './migrations/1764800000000-own-hr-fields.ts'
import { CreateHrGroups1764800000001 } from './migrations/1764800000001-create-hr-groups.ts'
import { CreateHrRosters1764800000002 } from './migrations/1764800000002-create-hr-rosters.ts'
import { CreateHrSources1764800000003 } from './migrations/1764800000003-create-hr-sources.ts'
import { CreateUploads1764900000000 } from './migrations/1764900000000-create-uploads.ts'
import { AddManager1765050000000 } from './migrations/1765050000000-add-manager.ts'
import { ReminderDigests1765150000000 } from './migrations/1765150000000-reminder-digests.ts'
import { ImportManagers1765200000001 } from './migrations/1765200000001-import-managers.ts'
import { CustomFields1765300000000 } from './migrations/1765300000000-custom-fields.ts'
import { ManagerCircles1765400000000 } from './migrations/1765400000000-manager-circles.ts'
import { Identity } from './sign-in/identity.ts'
import { PasswordReset } from './sign-in/password-reset.ts'
import { Session } from './sign-in/session.ts'
import { SsoAttempt } from './sign-in/sso-attempt.ts'
import { SsoDomain, SsoProvider } from './sign-in/sso-provider.ts'
import { Location } from './teams/location.ts'
import { Team } from './teams/team.ts'
import { CustomField } from './users/custom-field.ts'
import { UniqueValue } from './users/unique-value.ts'
import { User, UserTeam } from './users/user.ts'
import { WebhookDelivery } from './webhooks/webhook-delivery.ts'
import { Webhook } from './webhooks/webhook.ts'

/** Every table class. */
export const tables = [
  Organization,
  ApiKey,
  User,
  UserTeam,
  CustomField,
  UniqueValue,
  Team,
  Location,
  Invite,
  Reminder,
  ReminderDigest,
  InviteMessage,
  Email,
  MailPause,
  DeliveryEvent,
  Suppression,
  Job,
  AuditEvent,
  IdempotencyKey,
  ImportSession,
  ImportBatch,
  ImportUser,
  Upload,
  Session,
  PasswordReset,
  Webhook,
  WebhookDelivery,
  SsoProvider,
  SsoDomain,
  Identity,
  HrIntegration,
  HrUser,
  HrGroup,
  HrRoster,
  HrSourceSettings,
  SsoAttempt,
]

/** Every migration, oldest first. */
export const migrations = [
  CreateTables1764000000000,
  KeepFileLayout1764100000000,
  AddRowEdits1764120000000,
  ExpireImports1764120000001,
  AddFailedAt1764200000000,
  AddDelivery1764210000000,
  AddMailSettings1764210000001,
  CreateWebhooks1764220000000,
  AddAuditRequest1764220000001,
  SealAudit1764220000002,
  AddSessions1764300000000,
  AddKeyScopes1764300000001,
  RememberMappings1764400000000,
  UndoImports1764410000000,
  AddSso1764430000000,
  AddSsoSessions1764430000001,
  AddSsoOnly1764430000002,
  CreateHrIntegrations1764450000000,
  CreateReminders1764600000000,
  AddInviteMessages1764700000000,
  OwnHrFields1764800000000,
  CreateHrGroups1764800000001,
  CreateHrRosters1764800000002,
  CreateHrSources1764800000003,
  CreateUploads1764900000000,
  AddManager1765050000000,
  MapHrAttributes1765100000000,
  ReminderDigests1765150000000,
  ImportManagers1765200000001,
  CustomFields1765300000000,
  ManagerCircles1765400000000,
]
