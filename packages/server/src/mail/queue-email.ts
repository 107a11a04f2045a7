import type { Work } from '../base/work.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Email, EmailStatus } from './email.ts'
import { SEND_EMAILS } from './send-emails.ts'

/** An email to be sent; what it says is asked for when it is due. */
export type NewEmail = Pick<Email, 'id' | 'kind' | 'subjectId' | 'toAddress' | 'toName' | 'dueAt' | 'heldFor'>

/** Writes emails in the caller's transaction; they leave when they are due, after the commit. */
export async function queueEmails(work: Work, emails: readonly NewEmail[]): Promise<void> {
  if (emails.length === 0) return
  await work.rows(Email).insertMany(
    emails.map((email) => ({
      ...email,
      status: EmailStatus.QUEUED,
      attempts: 0,
      leaseUntil: null,
      fence: 0,
      lastError: null,
      sentAt: null,
      deliveredAt: null,
      failedAt: null,
      bouncedAt: null,
      bounceKind: null,
      bounceReason: null,
      createdAt: work.now(),
    })),
  )
  const due = emails.filter(({ heldFor }) => heldFor === null).map(({ dueAt }) => dueAt.getTime())
  if (due.length === 0) return
  // By reduce: as arguments of Math.min a long list would overflow the stack.
  const first = new Date(due.reduce((earliest, time) => Math.min(earliest, time)))
  await enqueue(work, SEND_EMAILS, {}, { uniqueKey: SEND_EMAILS.name, runAt: first })
}
