import { IsNull, Not } from 'typeorm'
import { loadOrganization, lockOrganization } from '../access/organization.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Work } from '../base/work.ts'
import { defineJob } from '../jobs/define-job.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Email } from '../mail/email.ts'
import { PLAN_REMINDERS } from '../users/update-organization.ts'
import { User, UserStatus } from '../users/user.ts'
import { Invite } from './invite.ts'
import { nextReminder, Reminder } from './reminder.ts'
import { SEND_REMINDERS } from './send-reminders.ts'

/** Users who are looked at in one transaction. */
const STEP = 500

/** Plans when users are reminded of invites that were sent a moment ago, where the organization reminds at all. */
export async function planReminders(work: Work, emails: readonly Email[]): Promise<void> {
  const { reminderDays } = await loadOrganization(work)
  if (!reminderDays) return
  const now = work.now()
  const planned = emails.map(({ subjectId, sentAt }) => {
    const reminder = { firstSentAt: sentAt ?? now, count: 0, lastAt: null }
    return { id: subjectId, ...reminder, remindAt: nextReminder(reminder, reminderDays, now) }
  })
  // Whoever plans all of them anew at this moment must not plan these as well.
  await lockOrganization(work)
  await work.rows(Reminder).insertMany(planned)
  await askToRemind(work, planned)
}

/** Plans all reminders by the days that the organization has now: for who was invited before they were chosen, too. */
export const planRemindersAnew = defineJob(
  PLAN_REMINDERS,
  async (server, { organizationId, signal }) => {
    const run = <Result>(verb: (work: Work) => Promise<Result>) =>
      inTransaction(server, systemViewer(organizationId), verb)
    for (let from: string | null = ''; from !== null;) {
      if (signal.aborted) return server.now()
      const last: string = from
      from = await run((work) => planSome(work, last))
    }
    return null
  },
  { isLong: true },
)

/** Plans for users behind this one, and answers the last of them; null when there are no more. */
async function planSome(work: Work, from: string): Promise<string | null> {
  await lockOrganization(work)
  const { reminderDays } = await loadOrganization(work)
  if (!reminderDays) {
    await work.rows(Reminder).update({ remindAt: Not(IsNull()) }, { remindAt: null })
    return null
  }
  const users = await work
    .rows(User)
    .query('user')
    .select(['user.id AS id', 'user.lastInviteId AS inviteId'])
    .andWhere('user.status = :status AND user.id > :from', { status: UserStatus.INVITE_PENDING, from })
    .orderBy('user.id')
    .limit(STEP)
    .getRawMany<{ id: string; inviteId: string | null }>()
  const inviteIds = users.flatMap(({ inviteId }) => inviteId ?? [])
  const known = await work.rows(Reminder).findIn('id', inviteIds)
  const changed = known.map((reminder) =>
    Object.assign(reminder, { remindAt: nextReminder(reminder, reminderDays, work.now()) }),
  )
  const added = await findUnplanned(work, inviteIds, known, reminderDays)
  await work.rows(Reminder).updateMany(changed, ['remindAt'])
  await work.rows(Reminder).insertMany(added)
  await askToRemind(work, [...changed, ...added])
  return users.length < STEP ? null : (users.at(-1)?.id ?? null)
}

type Planned = Pick<Reminder, 'id' | 'firstSentAt' | 'remindAt' | 'count' | 'lastAt'>

// One that has not been sent yet is planned when it is.
async function findUnplanned(
  work: Work,
  inviteIds: readonly string[],
  known: readonly Reminder[],
  days: readonly number[],
): Promise<Planned[]> {
  const knownIds = new Set(known.map(({ id }) => id))
  const invites = await work.rows(Invite).findIn(
    'id',
    inviteIds.filter((id) => !knownIds.has(id)),
  )
  const emails = await work.rows(Email).findIn(
    'id',
    invites.map(({ emailId }) => emailId),
  )
  return emails.flatMap(({ subjectId, sentAt }) => {
    if (!sentAt) return []
    const reminder = { firstSentAt: sentAt, count: 0, lastAt: null }
    const remindAt = nextReminder(reminder, days, work.now())
    return remindAt ? [{ id: subjectId, ...reminder, remindAt }] : []
  })
}

async function askToRemind(work: Work, planned: readonly Pick<Reminder, 'remindAt'>[]): Promise<void> {
  const times = planned.flatMap(({ remindAt }) => (remindAt ? [remindAt.getTime()] : []))
  if (times.length === 0) return
  const runAt = new Date(times.reduce((earliest, time) => Math.min(earliest, time)))
  await enqueue(work, SEND_REMINDERS, {}, { uniqueKey: SEND_REMINDERS.name, runAt })
}
