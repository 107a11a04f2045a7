import type { SelectQueryBuilder } from 'typeorm'
import { readMany } from '../base/rows.ts'
import type { Work } from '../base/work.ts'
import { Email, EmailStatus, groupAlike } from './email.ts'
import { pausedUntil } from './mail-pause.ts'
import { LARGEST_BATCH } from './mailer.ts'

/** Several batches at once, because each language is a batch of its own. Then other organizations have their turn. */
const CLAIMED_TOGETHER = 3 * LARGEST_BATCH
/** How long claimed emails are nobody else's: several calls to the mail service fit into it. */
const LEASE_MS = 60_000

/** Somebody else changed one of the same emails first: nothing was claimed, and looking again finds what is left. */
export class ClaimedMeanwhile extends Error {}

/** Takes the emails that have been due for longest, for one attempt to send them. */
export async function claimEmails(work: Work): Promise<Email[]> {
  const now = work.now()
  if ((await pausedUntil(work)) > now) return []
  const due = await readMany(
    sendable(work)
      .andWhere('email.dueAt <= :now AND (email.leaseUntil IS NULL OR email.leaseUntil <= :now)', { now })
      .orderBy('email.dueAt')
      .limit(CLAIMED_TOGETHER),
  )
  if (due.length === 0) return []
  // Sorted, so that two claims lock the rows in one order.
  due.sort((one, other) => (one.id < other.id ? -1 : 1))
  const leaseUntil = new Date(now.getTime() + LEASE_MS)
  for (const emails of groupAlike(due)) {
    const { fence, attempts } = emails[0]
    const claimed = await work.rows(Email).updateIn(
      'id',
      emails.map(({ id }) => id),
      { leaseUntil, fence: fence + 1, attempts: attempts + 1 },
      { and: { fence, status: EmailStatus.QUEUED } },
    )
    if (claimed < emails.length) throw new ClaimedMeanwhile()
  }
  for (const email of due) Object.assign(email, { leaseUntil, fence: email.fence + 1, attempts: email.attempts + 1 })
  return due
}

/** When the next email is to be sent, or null when none waits; a claimed one counts from the end of its lease. */
export async function nextSending(work: Work): Promise<Date | null> {
  const now = work.now()
  const free = await sendable(work)
    .andWhere('(email.leaseUntil IS NULL OR email.leaseUntil <= :now)', { now })
    .orderBy('email.dueAt')
    .limit(1)
    .getOne()
  const claimed = await sendable(work)
    .andWhere('email.dueAt <= :now AND email.leaseUntil > :now', { now })
    .orderBy('email.leaseUntil')
    .limit(1)
    .getOne()
  const times = [free?.dueAt, claimed?.leaseUntil].flatMap((time) => (time ? [time.getTime()] : []))
  if (times.length === 0) return null
  return new Date(Math.max(Math.min(...times), (await pausedUntil(work)).getTime()))
}

function sendable(work: Work): SelectQueryBuilder<Email> {
  return work
    .rows(Email)
    .query('email')
    .andWhere('email.status = :status AND email.heldFor IS NULL', { status: EmailStatus.QUEUED })
}
