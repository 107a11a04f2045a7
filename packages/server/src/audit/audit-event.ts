import { Column, Entity, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import type { ViewerKind } from '../base/viewer.ts'

/** What happened, for ever: who did what to whom. Only ever added to; sealing is the one change, and comes once. */
@Entity('audit_events')
@Index('audit_events_subject', ['organizationId', 'subjectId'])
@Index('audit_events_position', ['organizationId', 'position'], { unique: true })
@Index('audit_events_unsealed', ['position', 'organizationId'])
export class AuditEvent extends Row {
  @Column({ type: 'datetime', precision: 3 })
  at!: Date

  @Column({ type: 'varchar', length: 32 })
  actorKind!: ViewerKind

  @Column({ type: 'varchar', length: 36, nullable: true })
  actorId!: string | null

  @Column({ type: 'varchar', length: 450 })
  actorLabel!: string

  /** Noun and what became of it, for example `user.invited`. */
  @Column({ type: 'varchar', length: 64 })
  action!: string

  @Column({ type: 'varchar', length: 36, nullable: true })
  subjectId!: string | null

  /** What changed, before and after; never a secret. */
  @Column({ type: 'json', nullable: true })
  details!: Record<string, unknown> | null

  /** The call that did it; null for what the server does by itself. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  requestId!: string | null

  /** Address of the machine that called. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  caller!: string | null

  /** Place in the chain of the organization, from 1 on; null until it is sealed, some seconds after it was written. */
  @Column({ type: 'integer', nullable: true })
  position!: number | null

  /** Holds all that it says and the hash before it: see `event-hash.ts`. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  hash!: string | null
}
