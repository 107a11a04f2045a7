import { applyImport } from './imports/apply-import.ts'
import { discardStaged } from './imports/stage-file.ts'
import { inviteEmail } from './invites/invite-email.ts'
import type { JobDefinition } from './jobs/define-job.ts'
import type { Mailer } from './mail/mailer.ts'
import { sendEmails } from './mail/send-emails.ts'

/** Every kind of job, and how it is run. */
export function jobDefinitions(mailer: Mailer): JobDefinition[] {
  return [applyImport, discardStaged, sendEmails(mailer, [inviteEmail])]
}
