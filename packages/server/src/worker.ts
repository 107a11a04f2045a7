import { pullRoster } from './hr-sync/pull-roster.ts'
import { syncSource } from './hr-sync/sync-source.ts'
import { applyImport } from './imports/apply-import.ts'
import { expireImports } from './imports/expire-imports.ts'
import { importEndedEmail } from './imports/import-ended-email.ts'
import { runUndo } from './imports/run-undo.ts'
import { discardStaged } from './imports/stage-file.ts'
import { inviteEmail } from './invites/invite-email.ts'
import { planRemindersAnew } from './invites/plan-reminders.ts'
import { reminderDigestEmail } from './invites/reminder-digest.ts'
import { reminderEmail } from './invites/reminder-email.ts'
import { sendReminders } from './invites/send-reminders.ts'
import type { JobDefinition } from './jobs/define-job.ts'
import type { EmailKind } from './mail/email-kind.ts'
import type { Mailer } from './mail/mailer.ts'
import { sendEmails } from './mail/send-emails.ts'
import { passwordResetEmail } from './sign-in/password-reset-email.ts'
import { accountNoticeEmails } from './users/account-notice.ts'
import { deliverWebhook } from './webhooks/deliver-webhook.ts'
import { forgetDeliveries } from './webhooks/forget-deliveries.ts'

/** Every kind of email, by the room that knows what it is about. */
export const emailKinds: readonly EmailKind[] = [
  inviteEmail,
  reminderEmail,
  reminderDigestEmail,
  importEndedEmail,
  passwordResetEmail,
  ...accountNoticeEmails,
]

/** Every kind of job, and how it is run. */
export function jobDefinitions(mailer: Mailer): JobDefinition[] {
  return [
    applyImport,
    runUndo,
    discardStaged,
    expireImports,
    pullRoster,
    syncSource,
    sendEmails(mailer, emailKinds),
    planRemindersAnew,
    sendReminders,
    deliverWebhook,
    forgetDeliveries,
  ]
}
