import { Column, Entity, ForeignKey, Index, In, MoreThan } from 'typeorm'
import { loadOrganization } from '../access/organization.ts'
import { Row } from '../base/rows.ts'
import { newId, type Work } from '../base/work.ts'
import type { EmailContent, EmailKind } from '../mail/email-kind.ts'
import type { Email } from '../mail/email.ts'
import { mailLanguage } from '../mail/mail-language.ts'
import { queueEmails } from '../mail/queue-email.ts'
import { reminderDigestTemplate } from '../mail/templates/reminder-digest.ts'
import { stillManagesPeople } from '../users/viewer-of.ts'
import { User, UserStatus } from '../users/user.ts'
import { Invite } from './invite.ts'
import { Reminder } from './reminder.ts'

const REMINDER_DIGEST_EMAIL = 'reminder-digest'
/** One mail tells of all reminders of a day, counted from the first. */
const DAY_MS = 24 * 3_600_000

/** A mail to somebody who invited, about the people of theirs who were reminded in this span. */
@Entity('reminder_digests')
@Index('reminder_digests_inviter', ['organizationId', 'inviterId', 'until'])
@ForeignKey(() => User, ['organizationId', 'inviterId'], ['organizationId', 'id'], {
  name: 'reminder_digests_inviter_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class ReminderDigest extends Row {
  @Column({ type: 'varchar', length: 36 })
  inviterId!: string

  @Column({ type: 'datetime', precision: 3 })
  since!: Date

  @Column({ type: 'datetime', precision: 3 })
  until!: Date
}

/**
 * Sees to it that whoever invited these people is told that they were reminded at this moment, where the organization
 * wants that. The caller holds the organization, so that nobody does the same beside it.
 */
export async function planDigests(
  work: Work,
  invites: readonly Pick<Invite, 'requestedById'>[],
  since: Date,
): Promise<void> {
  const { reminderDigest } = await loadOrganization(work)
  const inviterIds = new Set(invites.flatMap(({ requestedById }) => requestedById ?? []))
  if (!reminderDigest || inviterIds.size === 0) return
  const planned = await work.rows(ReminderDigest).find({ inviterId: In([...inviterIds]), until: MoreThan(since) })
  for (const { inviterId } of planned) inviterIds.delete(inviterId)
  const inviters = await work.rows(User).findIn('id', [...inviterIds])
  const until = new Date(since.getTime() + DAY_MS)
  const digests = inviters.map(({ id: inviterId }) => ({ id: newId(), inviterId, since, until }))
  await work.rows(ReminderDigest).insertMany(digests)
  await queueEmails(
    work,
    digests.map(({ id }, index) => {
      const { email, name } = inviters[index] as User
      return {
        id: newId(),
        kind: REMINDER_DIGEST_EMAIL,
        subjectId: id,
        toAddress: email,
        toName: name,
        dueAt: until,
        heldFor: null,
      }
    }),
  )
}

/** The email that tells somebody which of the people they invited were reminded, and who of them has not accepted yet. */
export const reminderDigestEmail: EmailKind = { kind: REMINDER_DIGEST_EMAIL, prepare }

async function prepare(work: Work, emails: readonly Email[]): Promise<ReadonlyMap<string, EmailContent>> {
  const organization = await loadOrganization(work)
  if (!organization.reminderDigest) return new Map()
  const digests = await work.rows(ReminderDigest).findIn(
    'id',
    emails.map(({ subjectId }) => subjectId),
  )
  const inviters = await work.rows(User).findIn(
    'id',
    digests.map(({ inviterId }) => inviterId),
  )
  const contents = new Map<string, EmailContent>()
  for (const digest of digests) {
    const inviter = inviters.find(({ id }) => id === digest.inviterId)
    const email = emails.find(({ subjectId }) => subjectId === digest.id)
    if (!email || !inviter || !stillManagesPeople(inviter)) continue
    const reminded = await findReminded(work, digest)
    if (reminded.length === 0) continue
    Object.assign(email, { toAddress: inviter.email, toName: inviter.name })
    const content = reminderDigestTemplate({
      language: mailLanguage(inviter.language, organization.defaultLanguage),
      organizationName: organization.name,
      replyTo: organization.replyTo,
      inviterName: inviter.name,
      reminded: reminded.length,
      accepted: reminded.filter(({ status }) => status === UserStatus.CONFIRMED).length,
      open: reminded.flatMap(({ status, name }) => (status === UserStatus.INVITE_PENDING ? [name] : [])),
    })
    contents.set(email.id, content)
  }
  return contents
}

/** The people of a digest, by name. */
async function findReminded(work: Work, { inviterId, since, until }: ReminderDigest): Promise<User[]> {
  const found = await work
    .rows(Reminder)
    .query('reminder')
    .innerJoin(Invite, 'invite', 'invite.organizationId = reminder.organizationId AND invite.id = reminder.id')
    .select('invite.userId', 'userId')
    .andWhere('reminder.lastAt >= :since AND reminder.lastAt < :until', { since, until })
    .andWhere('invite.requestedById = :inviterId', { inviterId })
    .getRawMany<{ userId: string }>()
  const users = await work.rows(User).findIn('id', [...new Set(found.map(({ userId }) => userId))])
  return users.sort((one, other) => one.name.localeCompare(other.name))
}
