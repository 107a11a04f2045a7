import { Column, Entity, ForeignKey, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import { Email, EmailStatus } from '../mail/email.ts'
import { SCHEDULED_AHEAD, User, UserStatus } from '../users/user.ts'

/** Where an invite stands; it follows from the invite and its email, and is stored nowhere. */
export const InviteStatus = {
  SCHEDULED: 'SCHEDULED',
  QUEUED: 'QUEUED',
  SENT: 'SENT',
  DELIVERED: 'DELIVERED',
  BOUNCED: 'BOUNCED',
  FAILED: 'FAILED',
  EXPIRED: 'EXPIRED',
  ACCEPTED: 'ACCEPTED',
  REVOKED: 'REVOKED',
} as const
export type InviteStatus = keyof typeof InviteStatus

/** Whether and when an invite is sent. */
export const InviteTiming = {
  NONE: 'NONE',
  IMMEDIATE: 'IMMEDIATE',
  SCHEDULED: 'SCHEDULED',
  HIRE_DATE: 'HIRE_DATE',
} as const
export type InviteTiming = keyof typeof InviteTiming

/** An activation link and the email that carries it. */
@Entity('invites')
@Index('invites_user', ['organizationId', 'userId'])
@Index('invites_email', ['organizationId', 'emailId'])
@Index('invites_token', ['tokenHash'])
@ForeignKey(() => User, ['organizationId', 'userId'], ['organizationId', 'id'], {
  name: 'invites_user_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
@ForeignKey(() => Email, ['organizationId', 'emailId'], ['organizationId', 'id'], {
  name: 'invites_email_id',
  onDelete: 'NO ACTION',
  onUpdate: 'NO ACTION',
})
export class Invite extends Row {
  @Column({ type: 'varchar', length: 36 })
  userId!: string

  /** The address it goes to: the user's when it was made, and again when it is sent. */
  @Column({ type: 'varchar', length: 254 })
  email!: string

  /** Dead when the user's is higher. */
  @Column({ type: 'integer' })
  generation!: number

  /** 32 random bytes; the token is derived from them with the server's secret key when the mail is sent. */
  @Column({ type: 'varchar', length: 43 })
  tokenSeed!: string

  /** SHA-256 of the token; null until the mail is handed to the mail service for the first time. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  tokenHash!: string | null

  @Column({ type: 'varchar', length: 36 })
  emailId!: string

  @Column({ type: 'varchar', length: 36, nullable: true })
  importId!: string | null

  /** The words in its mail; null: those that go with every invite. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  messageId!: string | null

  /** The user who asked for it; null when an API key did. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  requestedById!: string | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  scheduledFor!: Date | null

  /** Counted from sending. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  expiresAt!: Date | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  acceptedAt!: Date | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  revokedAt!: Date | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** What the status of an invite follows from. */
export interface InviteFacts {
  invite: Pick<Invite, 'id' | 'generation' | 'acceptedAt' | 'revokedAt' | 'expiresAt' | 'scheduledFor'>
  user: Pick<User, 'inviteGeneration' | 'lastInviteId' | 'confirmedAt'>
  email: Pick<Email, 'status' | 'deliveredAt' | 'bouncedAt'>
}

/** A replaced invite counts as revoked: its link is as dead. `where-invite-status.ts` says the same in SQL. */
export function inviteStatus({ invite, user, email }: InviteFacts, now: Date): InviteStatus {
  if (invite.acceptedAt || isOvertaken(invite, user)) return InviteStatus.ACCEPTED
  if (invite.revokedAt || invite.generation < user.inviteGeneration) return InviteStatus.REVOKED
  if (email.status === EmailStatus.VOID) return InviteStatus.REVOKED
  if (email.bouncedAt) return InviteStatus.BOUNCED
  if (email.status === EmailStatus.FAILED) return InviteStatus.FAILED
  if (email.status === EmailStatus.SENT) {
    if (invite.expiresAt && invite.expiresAt <= now) return InviteStatus.EXPIRED
    return email.deliveredAt ? InviteStatus.DELIVERED : InviteStatus.SENT
  }
  return invite.scheduledFor && invite.scheduledFor > now ? InviteStatus.SCHEDULED : InviteStatus.QUEUED
}

/** Whether its user confirmed in another way than by this link, while it was theirs to use. */
function isOvertaken(
  { id, revokedAt }: Pick<Invite, 'id' | 'revokedAt'>,
  { lastInviteId, confirmedAt }: Pick<User, 'lastInviteId' | 'confirmedAt'>,
): boolean {
  return confirmedAt !== null && lastInviteId === id && revokedAt === null
}

/** What ended an invite before it could be used; one that expired has not ended, and may be revoked. */
export const InviteEnd = {
  USED: 'USED',
  /** The user confirmed in another way. */
  NOT_NEEDED: 'NOT_NEEDED',
  REPLACED: 'REPLACED',
  /** The address was corrected after it was sent to the wrong one. */
  READDRESSED: 'READDRESSED',
  USER_DEACTIVATED: 'USER_DEACTIVATED',
  REVOKED: 'REVOKED',
} as const
export type InviteEnd = keyof typeof InviteEnd

/** Why an invite is REVOKED. */
export const InviteRevocation = {
  TAKEN_BACK: 'TAKEN_BACK',
  REPLACED: 'REPLACED',
  ADDRESS_CORRECTED: 'ADDRESS_CORRECTED',
  USER_DEACTIVATED: 'USER_DEACTIVATED',
} as const
export type InviteRevocation = keyof typeof InviteRevocation

/** Why an invite that has ended so is REVOKED; null for one that was accepted. */
export function revocationOf(end: InviteEnd): InviteRevocation | null {
  switch (end) {
    case InviteEnd.REVOKED:
      return InviteRevocation.TAKEN_BACK
    case InviteEnd.REPLACED:
      return InviteRevocation.REPLACED
    case InviteEnd.READDRESSED:
      return InviteRevocation.ADDRESS_CORRECTED
    case InviteEnd.USER_DEACTIVATED:
      return InviteRevocation.USER_DEACTIVATED
    case InviteEnd.USED:
    case InviteEnd.NOT_NEEDED:
      return null
  }
}

/** How an invite has ended, or null for one that has not. */
export function inviteEnd(
  invite: Pick<Invite, 'id' | 'generation' | 'acceptedAt' | 'revokedAt'>,
  user: Pick<User, 'inviteGeneration' | 'lastInviteId' | 'status'>,
): InviteEnd | null {
  if (invite.acceptedAt) return InviteEnd.USED
  if (invite.revokedAt) return InviteEnd.REVOKED
  const isOlder = invite.generation < user.inviteGeneration
  if (isOlder && user.lastInviteId !== invite.id) return InviteEnd.REPLACED
  if (user.status === UserStatus.CONFIRMED) return InviteEnd.NOT_NEEDED
  if (user.status === UserStatus.DEACTIVATED) return InviteEnd.USER_DEACTIVATED
  if (!isOlder) return null
  // A newer generation without a newer invite: the address was corrected, or the user deactivated and brought back.
  const isFarOlder = user.inviteGeneration - invite.generation > SCHEDULED_AHEAD
  return isFarOlder ? InviteEnd.USER_DEACTIVATED : InviteEnd.READDRESSED
}
