import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { OrganizationRow, type Values } from '../base/rows.ts'
import { BounceKind, EmailStatus, type Email } from './email.ts'

/** What the mail service can tell of an email that it took. */
export const DeliveryEventKind = {
  /** It took the email and sends it now. */
  PROCESSED: 'PROCESSED',
  /** The receiving server asked to come again. */
  DEFERRED: 'DEFERRED',
  DELIVERED: 'DELIVERED',
  BOUNCED: 'BOUNCED',
} as const
export type DeliveryEventKind = keyof typeof DeliveryEventKind

/** Something the mail service told of an email, once, however often it tells it. */
@Entity('delivery_events')
@Index('delivery_events_email', ['organizationId', 'emailId'])
@Index('delivery_events_created_at', ['organizationId', 'createdAt'])
export class DeliveryEvent extends OrganizationRow {
  /** The mail service's own; the same for each copy. */
  @PrimaryColumn({ type: 'varchar', length: 100 })
  id!: string

  @Column({ type: 'varchar', length: 36 })
  emailId!: string

  @Column({ type: 'varchar', length: 32 })
  kind!: DeliveryEventKind

  @Column({ type: 'varchar', length: 32, nullable: true })
  bounceKind!: BounceKind | null

  /** What the receiving server said. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  reason!: string | null

  /** When it happened. */
  @Column({ type: 'datetime', precision: 3 })
  at!: Date

  /** When we heard of it. */
  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** An event before it is written. */
export type NewDeliveryEvent = Omit<Values<DeliveryEvent>, 'createdAt'>

/** What events change on an email. */
export const DELIVERY_MARKS = [
  'status',
  'sentAt',
  'leaseUntil',
  'lastError',
  'deliveredAt',
  'bouncedAt',
  'bounceKind',
  'bounceReason',
] as const
type DeliveryMarks = Pick<Email, (typeof DELIVERY_MARKS)[number]>

// The worse news stays: a report of spam after a bounce, a refused address after a full mailbox.
const GRAVITY: readonly BounceKind[] = [
  BounceKind.SOFT,
  BounceKind.BLOCKED,
  BounceKind.DROPPED,
  BounceKind.HARD,
  BounceKind.SPAM_REPORT,
]

/**
 * What an email is after an event. The order in which events arrive makes no difference: a delivered email may still
 * come back, and one that came back is not delivered by a late word of the delivery.
 */
export function afterEvent(email: DeliveryMarks, event: NewDeliveryEvent): DeliveryMarks {
  // Whatever is told of it, it has left: it is not sent again, even if nobody heard the mail service say yes.
  const taken = { ...email, status: EmailStatus.SENT, sentAt: email.sentAt ?? event.at, leaseUntil: null }
  switch (event.kind) {
    case DeliveryEventKind.PROCESSED:
      return taken
    case DeliveryEventKind.DEFERRED:
      return email.deliveredAt || email.bouncedAt ? taken : { ...taken, lastError: event.reason }
    case DeliveryEventKind.DELIVERED:
      return { ...taken, lastError: null, deliveredAt: earlier(email.deliveredAt, event.at) }
    case DeliveryEventKind.BOUNCED:
      return isWorse(email, event)
        ? { ...taken, bouncedAt: event.at, bounceKind: event.bounceKind, bounceReason: event.reason }
        : taken
  }
}

function earlier(known: Date | null, told: Date): Date {
  return known && known < told ? known : told
}

function isWorse({ bouncedAt, bounceKind }: DeliveryMarks, event: NewDeliveryEvent): boolean {
  if (!bouncedAt || !bounceKind || !event.bounceKind) return true
  const difference = GRAVITY.indexOf(event.bounceKind) - GRAVITY.indexOf(bounceKind)
  return difference > 0 || (difference === 0 && event.at < bouncedAt)
}
