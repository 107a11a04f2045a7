import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm'
import { Email, EmailStatus } from '../mail/email.ts'
import { User } from '../users/user.ts'
import { Invite, type InviteStatus } from './invite.ts'

/** Only invites with one of these statuses; `alias` is that of the invite in the query. */
export function whereInviteStatus(
  query: SelectQueryBuilder<Invite>,
  alias: string,
  statuses: readonly InviteStatus[],
  now: Date,
): void {
  whereExists(
    query,
    query
      .subQuery()
      .select('1')
      .from(Email, 'inviteEmail')
      .innerJoin(User, 'invitedUser', `invitedUser.organizationId = inviteEmail.organizationId`)
      .where(`inviteEmail.organizationId = ${alias}.organizationId`)
      .andWhere(`inviteEmail.id = ${alias}.emailId`)
      .andWhere(`invitedUser.id = ${alias}.userId`)
      .andWhere(anyOf(statuses, { invite: alias, user: 'invitedUser' })),
    now,
  )
}

/** Only users whose newest invite has one of these statuses; `alias` is that of the user in the query. */
export function whereLastInviteStatus(
  query: SelectQueryBuilder<User>,
  alias: string,
  statuses: readonly InviteStatus[],
  now: Date,
): void {
  whereExists(
    query,
    query
      .subQuery()
      .select('1')
      .from(Invite, 'lastInvite')
      .innerJoin(Email, 'inviteEmail', `inviteEmail.organizationId = lastInvite.organizationId`)
      .where(`lastInvite.organizationId = ${alias}.organizationId`)
      .andWhere(`lastInvite.id = ${alias}.lastInviteId`)
      .andWhere('inviteEmail.id = lastInvite.emailId')
      .andWhere(anyOf(statuses, { invite: 'lastInvite', user: alias })),
    now,
  )
}

/** Only users whose newest invite was asked for at or after, or before, a moment. */
export function whereLastInvited(
  query: SelectQueryBuilder<User>,
  alias: string,
  { after, before }: { after?: Date | null | undefined; before?: Date | null | undefined },
): void {
  if (!after && !before) return
  const invited = query
    .subQuery()
    .select('1')
    .from(Invite, 'newestInvite')
    .where(`newestInvite.organizationId = ${alias}.organizationId`)
    .andWhere(`newestInvite.id = ${alias}.lastInviteId`)
  if (after) invited.andWhere('newestInvite.createdAt >= :invitedAfter')
  if (before) invited.andWhere('newestInvite.createdAt < :invitedBefore')
  query.andWhere(`EXISTS ${invited.getQuery()}`, { invitedAfter: after, invitedBefore: before })
}

function whereExists<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  found: SelectQueryBuilder<ObjectLiteral>,
  now: Date,
): void {
  query.andWhere(`EXISTS ${found.getQuery()}`, { ...EMAIL_STATUSES, inviteStatusNow: now })
}

const EMAIL_STATUSES = {
  emailQueued: EmailStatus.QUEUED,
  emailSent: EmailStatus.SENT,
  emailFailed: EmailStatus.FAILED,
  emailVoid: EmailStatus.VOID,
}

// What `inviteStatus` says of one invite, said to the database.
function anyOf(statuses: readonly InviteStatus[], { invite, user }: { invite: string; user: string }): string {
  const accepted =
    `(${invite}.acceptedAt IS NOT NULL ` +
    `OR (${user}.confirmedAt IS NOT NULL AND ${user}.lastInviteId = ${invite}.id AND ${invite}.revokedAt IS NULL))`
  const revoked =
    `(${invite}.revokedAt IS NOT NULL OR ${invite}.generation < ${user}.inviteGeneration ` +
    `OR inviteEmail.status = :emailVoid)`
  // Not `NOT accepted`: for a user without a newest invite that is unknown, and so not true.
  const isUnaccepted =
    `${invite}.acceptedAt IS NULL AND (${user}.confirmedAt IS NULL OR ${user}.lastInviteId IS NULL ` +
    `OR ${user}.lastInviteId <> ${invite}.id OR ${invite}.revokedAt IS NOT NULL)`
  const isOpen = `${isUnaccepted} AND NOT ${revoked}`
  const hasCome = (status: string) => `${isOpen} AND inviteEmail.bouncedAt IS NULL AND inviteEmail.status = :${status}`
  const expired = `(${invite}.expiresAt IS NOT NULL AND ${invite}.expiresAt <= :inviteStatusNow)`
  const later = `(${invite}.scheduledFor IS NOT NULL AND ${invite}.scheduledFor > :inviteStatusNow)`
  const conditions: Record<InviteStatus, string> = {
    ACCEPTED: accepted,
    REVOKED: `${isUnaccepted} AND ${revoked}`,
    BOUNCED: `${isOpen} AND inviteEmail.bouncedAt IS NOT NULL`,
    FAILED: hasCome('emailFailed'),
    DELIVERED: `${hasCome('emailSent')} AND NOT ${expired} AND inviteEmail.deliveredAt IS NOT NULL`,
    SENT: `${hasCome('emailSent')} AND NOT ${expired} AND inviteEmail.deliveredAt IS NULL`,
    EXPIRED: `${hasCome('emailSent')} AND ${expired}`,
    SCHEDULED: `${hasCome('emailQueued')} AND ${later}`,
    QUEUED: `${hasCome('emailQueued')} AND NOT ${later}`,
  }
  if (statuses.length === 0) return '1 = 0'
  return `(${[...new Set(statuses)].map((status) => `(${conditions[status]})`).join(' OR ')})`
}
