import { Column, Entity, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import type { ViewerKind } from '../base/viewer.ts'
import type { ImportColumn } from './import-column.ts'
import type { ImportPlan } from './import-plan.ts'
import type { ImportSettings } from './import-settings.ts'

/** Where an import is on its way. */
export const ImportState = {
  UPLOADED: 'UPLOADED',
  MAPPED: 'MAPPED',
  CONFIGURED: 'CONFIGURED',
  COMMITTING: 'COMMITTING',
  COMMITTED: 'COMMITTED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const
export type ImportState = keyof typeof ImportState

/** One CSV file on its way in. */
@Entity('import_sessions')
@Index('import_sessions_state', ['organizationId', 'state'])
@Index('import_sessions_sha256', ['organizationId', 'fileSha256'])
export class ImportSession extends Row {
  @Column({ type: 'varchar', length: 32 })
  state!: ImportState

  @Column({ type: 'varchar', length: 255 })
  fileName!: string

  @Column({ type: 'integer' })
  fileBytes!: number

  @Column({ type: 'varchar', length: 64 })
  fileSha256!: string

  @Column({ type: 'varchar', length: 32 })
  fileEncoding!: string

  @Column({ type: 'varchar', length: 1 })
  fileDelimiter!: string

  @Column({ type: 'integer' })
  rowCount!: number

  @Column({ type: 'integer' })
  batchCount!: number

  @Column({ type: 'json' })
  columns!: ImportColumn[]

  @Column({ type: 'json', nullable: true })
  settings!: ImportSettings | null

  /** What was planned when it was committed: the preview for ever after. */
  @Column({ type: 'json', nullable: true })
  plan!: ImportPlan | null

  /** Who committed it, whose rights are asked again at each batch. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  committedByKind!: ViewerKind | null

  @Column({ type: 'varchar', length: 36, nullable: true })
  committedById!: string | null

  /** Batches whose rows have their outcome. */
  @Column({ type: 'integer' })
  doneBatches!: number

  /** Raised when a worker takes the import over; only the newest may write. */
  @Column({ type: 'integer' })
  fence!: number

  @Column({ type: 'integer' })
  createdCount!: number

  @Column({ type: 'integer' })
  updatedCount!: number

  @Column({ type: 'integer' })
  reactivatedCount!: number

  @Column({ type: 'integer' })
  unchangedCount!: number

  @Column({ type: 'integer' })
  skippedCount!: number

  @Column({ type: 'integer' })
  failedCount!: number

  @Column({ type: 'integer' })
  deactivatedCount!: number

  @Column({ type: 'integer' })
  inviteCount!: number

  /** Why it was given up, for people. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  failure!: string | null

  @Column({ type: 'varchar', length: 36, nullable: true })
  createdById!: string | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date

  @Column({ type: 'datetime', precision: 3 })
  updatedAt!: Date

  @Column({ type: 'datetime', precision: 3, nullable: true })
  committingAt!: Date | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  finishedAt!: Date | null
}
