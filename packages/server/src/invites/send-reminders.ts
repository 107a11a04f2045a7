import { LessThanOrEqual } from 'typeorm'
import { loadOrganization, lockOrganization } from '../access/organization.ts'
import { record } from '../audit/record.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, newId, type Work } from '../base/work.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { Email, EmailStatus } from '../mail/email.ts'
import { findSuppressions } from '../mail/find-suppressions.ts'
import { queueEmails } from '../mail/queue-email.ts'
import { User, UserStatus } from '../users/user.ts'
import { Invite, inviteEnd } from './invite.ts'
import { planDigests } from './reminder-digest.ts'
import { isInTime, nextReminder, Reminder } from './reminder.ts'

/** The kind of email that reminds of an invite. */
export const REMINDER_EMAIL = 'invite-reminder'
/** The job that reminds users of an organization who have not accepted. */
export const SEND_REMINDERS = jobName<Record<string, never>>('send-reminders')

/** Reminders of one transaction and one turn: then other organizations have theirs. */
const STEP = 500

/** Queues the reminders that are due. */
export const sendReminders = defineJob(SEND_REMINDERS, (server, { organizationId }) =>
  inTransaction(server, systemViewer(organizationId), async (work) => {
    await remindSome(work)
    return nextDue(work)
  }),
)

// The email of a reminder is written with the mark that it was, so whoever comes second, or after a crash, finds it done.
async function remindSome(work: Work): Promise<void> {
  await lockOrganization(work)
  const { reminderDays } = await loadOrganization(work)
  const now = work.now()
  const due = await work
    .rows(Reminder)
    .find({ remindAt: LessThanOrEqual(now) }, { order: { remindAt: 'ASC' }, take: STEP })
  const wanted = reminderDays ? await findWanted(work, due) : new Map<string, Wanted>()
  const wantedOf = (id: string) => wanted.get(id) as Wanted
  const reminded = due.filter((reminder) => wanted.has(reminder.id) && isInTime(reminder, now))
  for (const reminder of reminded) Object.assign(reminder, { count: reminder.count + 1, lastAt: now })
  for (const reminder of due) {
    const isOver = !reminderDays || !wanted.has(reminder.id)
    reminder.remindAt = isOver ? null : nextReminder(reminder, reminderDays, now)
  }
  await work.rows(Reminder).updateMany(due, ['remindAt', 'count', 'lastAt'])
  if (reminded.length === 0) return
  await queueEmails(
    work,
    reminded.map(({ id }) => emailTo(wantedOf(id).user, id, now)),
  )
  await planDigests(
    work,
    reminded.map(({ id }) => wantedOf(id).invite),
    now,
  )
  const userIds = reminded.map(({ id }) => wantedOf(id).user.id)
  await record(work, 'invites.reminded', null, { userIds })
}

function emailTo({ email, name }: User, inviteId: string, dueAt: Date) {
  const subjectId = inviteId
  return { id: newId(), kind: REMINDER_EMAIL, subjectId, toAddress: email, toName: name, dueAt, heldFor: null }
}

/** Somebody to remind of an invite. */
interface Wanted {
  user: User
  invite: Invite
}

/** The users, by invite id, whose newest invite this is, who can still use it, and whose mail has not come back. */
async function findWanted(work: Work, reminders: readonly Reminder[]): Promise<Map<string, Wanted>> {
  const invites = await work.rows(Invite).findIn(
    'id',
    reminders.map(({ id }) => id),
  )
  const users = await work.rows(User).findIn(
    'id',
    invites.map(({ userId }) => userId),
  )
  const emails = await work.rows(Email).findIn(
    'id',
    invites.map(({ emailId }) => emailId),
  )
  const usersById = new Map(users.map((user) => [user.id, user]))
  const arrived = new Set(emails.filter(hasNotComeBack).map(({ id }) => id))
  const suppressed = await findSuppressions(
    work,
    users.map(({ email }) => email),
  )
  return new Map(
    invites.flatMap((invite) => {
      const user = usersById.get(invite.userId)
      const isOpen = user && user.lastInviteId === invite.id && !inviteEnd(invite, user)
      if (!isOpen || user.status !== UserStatus.INVITE_PENDING) return []
      return arrived.has(invite.emailId) && !suppressed.has(user.email) ? [[invite.id, { user, invite }] as const] : []
    }),
  )
}

function hasNotComeBack({ status, bouncedAt }: Email): boolean {
  return status === EmailStatus.SENT && bouncedAt === null
}

async function nextDue(work: Work): Promise<Date | null> {
  const next = await work
    .rows(Reminder)
    .query('reminder')
    .andWhere('reminder.remindAt IS NOT NULL')
    .orderBy('reminder.remindAt')
    .limit(1)
    .getOne()
  return next?.remindAt ?? null
}
