import { Column, Entity, Index } from 'typeorm'
import { Row } from '../base/rows.ts'

/** How far an email is. VOID: what it carries died before it was sent. */
export const EmailStatus = { QUEUED: 'QUEUED', SENT: 'SENT', FAILED: 'FAILED', VOID: 'VOID' } as const
export type EmailStatus = keyof typeof EmailStatus

/** Why an email came back. */
export const BounceKind = {
  HARD: 'HARD',
  SOFT: 'SOFT',
  BLOCKED: 'BLOCKED',
  SPAM_REPORT: 'SPAM_REPORT',
  DROPPED: 'DROPPED',
} as const
export type BounceKind = keyof typeof BounceKind

/** An email that we owe somebody: written with what it tells about, sent from here and from nowhere else. */
@Entity('emails')
@Index('emails_due', ['organizationId', 'status', 'heldFor', 'dueAt'])
@Index('emails_subject', ['organizationId', 'subjectId'])
export class Email extends Row {
  /** Which definition prepares it, for example `invite`. */
  @Column({ type: 'varchar', length: 64 })
  kind!: string

  /** The row it is about, for example the invite. */
  @Column({ type: 'varchar', length: 36 })
  subjectId!: string

  @Column({ type: 'varchar', length: 254 })
  toAddress!: string

  @Column({ type: 'varchar', length: 401 })
  toName!: string

  @Column({ type: 'varchar', length: 32 })
  status!: EmailStatus

  /** Not sent before this moment: when it was asked for, or when it may be tried again. */
  @Column({ type: 'datetime', precision: 3 })
  dueAt!: Date

  /** While set, not sent: the import that will let it go when it is complete. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  heldFor!: string | null

  @Column({ type: 'integer' })
  attempts!: number

  /** While somebody is sending it, until when nobody else may. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  leaseUntil!: Date | null

  /** Raised by each claim; only the holder of the newest may say what became of it. */
  @Column({ type: 'integer' })
  fence!: number

  /** What the mail service said last, without secrets. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  lastError!: string | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  sentAt!: Date | null

  /** When the recipient's mail server took it. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  deliveredAt!: Date | null

  /** When it was given up. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  failedAt!: Date | null

  /** When it came back, or when it was not sent because an earlier one to that address had come back for good. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  bouncedAt!: Date | null

  @Column({ type: 'varchar', length: 32, nullable: true })
  bounceKind!: BounceKind | null

  /** What the receiving server said. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  bounceReason!: string | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** Whether the address of an email that came back so gets no mail any more. */
export function isLasting(kind: BounceKind | null): kind is BounceKind {
  return kind === BounceKind.HARD || kind === BounceKind.SPAM_REPORT || kind === BounceKind.DROPPED
}

/** The emails in groups that one statement can change: those of a group have the same fence and attempts. */
export function groupAlike(emails: readonly Email[]): [Email, ...Email[]][] {
  const groups = new Map<string, [Email, ...Email[]]>()
  for (const email of emails) {
    const key = `${email.fence} ${email.attempts}`
    const group = groups.get(key)
    if (group) group.push(email)
    else groups.set(key, [email])
  }
  return [...groups.values()]
}
