import type { Work } from '../base/work.ts'
import { Email } from '../mail/email.ts'
import type { EmailContent, EmailKind, EmailNews } from '../mail/email-kind.ts'
import { announceInvites } from './announce-invites.ts'
import { Invite } from './invite.ts'
import { prepareLinks } from './invite-email.ts'
import { REMINDER_EMAIL } from './send-reminders.ts'

/** The email that reminds a user of an invite: it carries the same link, whose life begins anew. */
export const reminderEmail: EmailKind = { kind: REMINDER_EMAIL, prepare, hear }

async function prepare(work: Work, emails: readonly Email[]): Promise<ReadonlyMap<string, EmailContent>> {
  const invites = await work.rows(Invite).findIn(
    'id',
    emails.map(({ subjectId }) => subjectId),
  )
  const carriers = await work.rows(Email).findIn(
    'id',
    invites.map(({ emailId }) => emailId),
  )
  const bounced = new Set(carriers.filter(({ bouncedAt }) => bouncedAt !== null).map(({ subjectId }) => subjectId))
  return prepareLinks(
    work,
    emails.filter(({ subjectId }) => !bounced.has(subjectId)),
    { isReminder: true },
  )
}

// From now on the invite stands where its newest mail does.
async function hear(work: Work, news: EmailNews, emails: readonly Email[]): Promise<void> {
  await work.rows(Invite).updateMany(
    emails.map(({ id, subjectId }) => ({ id: subjectId, emailId: id })),
    ['emailId'],
  )
  if (news === 'BOUNCED') await announceInvites(work, news, emails)
}
