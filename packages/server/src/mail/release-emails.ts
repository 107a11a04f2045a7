import type { Work } from '../base/work.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Email, EmailStatus } from './email.ts'
import { SEND_EMAILS } from './send-emails.ts'

/** Lets the emails go that were held for this import. */
export async function releaseEmails(work: Work, heldFor: string): Promise<void> {
  const released = await work.rows(Email).update({ status: EmailStatus.QUEUED, heldFor }, { heldFor: null })
  if (released > 0) await enqueue(work, SEND_EMAILS, {}, { uniqueKey: SEND_EMAILS.name })
}
