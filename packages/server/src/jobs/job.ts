import { Column, Entity, Index } from 'typeorm'
import { Row } from '../base/rows.ts'

/** Work for later. A job that is done is deleted; one that is there is owed. */
@Entity('jobs')
@Index('jobs_unique_key', ['organizationId', 'uniqueKey'], { unique: true })
@Index('jobs_due', ['runAt'])
export class Job extends Row {
  /** Which definition runs it. */
  @Column({ type: 'varchar', length: 64 })
  name!: string

  /** At most one job of an organization has it, so asking twice is asking once. */
  @Column({ type: 'varchar', length: 150 })
  uniqueKey!: string

  @Column({ type: 'json' })
  payload!: unknown

  @Column({ type: 'datetime', precision: 3 })
  runAt!: Date

  /** How often it was asked for: one that is asked for again while it runs is run once more. */
  @Column({ type: 'integer' })
  asked!: number

  /** Runs that failed since the last one that did not. */
  @Column({ type: 'integer' })
  attempts!: number

  /** While a worker has it, until when nobody else may; renewed while the worker lives. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  leaseUntil!: Date | null

  /** Raised by each claim, so that of two workers only the later one can say what became of it. */
  @Column({ type: 'integer' })
  fence!: number

  @Column({ type: 'varchar', length: 500, nullable: true })
  lastError!: string | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}
