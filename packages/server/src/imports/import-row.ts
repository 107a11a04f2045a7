import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm'
import { OrganizationRow } from '../base/rows.ts'
import { ImportSession } from './import-session.ts'
import type { UndoOutcome } from './undo-outcome.ts'
import type { WrittenValues } from './written-values.ts'

/** An earlier line of a file, and the field in which a row says the same. */
export type Repeated = [line: number, field: string]

/** Up to 500 rows of a file as they were read, and what became of them: staged and applied together. */
@Entity('import_batches')
export class ImportBatch extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  importId!: string

  /** From 0, in the order of the file. */
  @PrimaryColumn({ type: 'integer' })
  number!: number

  @Column({ type: 'integer' })
  rowCount!: number

  /** JSON of the rows: line, then the cells. */
  @Column({ type: 'json' })
  rows!: unknown

  /** JSON: index of a row in this batch to the first row about the same person, and by which field; null before mapping. */
  @Column({ type: 'json', nullable: true })
  duplicates!: unknown

  /** JSON: indexes of the rows in this batch whose manager has no row in the file; null where none is. */
  @Column({ type: 'json', nullable: true })
  outsideManagers!: unknown

  /** JSON: line of each row in this batch that is the last of a circle of managers, to the lines of it; null where none is. */
  @Column({ type: 'json', nullable: true })
  managerCircles!: unknown

  /** JSON of what was done to rows by hand, by their index in this batch; null where nothing was. */
  @Column({ type: 'json', nullable: true })
  edits!: unknown

  /** JSON of the outcomes, one for each row; null until the batch was applied. */
  @Column({ type: 'json', nullable: true })
  outcomes!: unknown

  /** JSON of what rows wait for that were applied before their manager was there (`OwedManager`); null when none waits. */
  @Column({ type: 'json', nullable: true })
  lateManagers!: unknown
}

/** What an import did to a user. */
export const ImportEffect = {
  CREATED: 'CREATED',
  UPDATED: 'UPDATED',
  REACTIVATED: 'REACTIVATED',
  /** Confirmed by number when the import was committed; done when its rows are. */
  TO_DEACTIVATE: 'TO_DEACTIVATE',
  DEACTIVATED: 'DEACTIVATED',
} as const
export type ImportEffect = keyof typeof ImportEffect

/** A user whom an import made, changed, deactivated or is going to deactivate. */
@Entity('import_users', { withoutRowid: true })
@ForeignKey(() => ImportSession, ['organizationId', 'importId'], ['organizationId', 'id'], {
  name: 'import_users_import_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class ImportUser extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  importId!: string

  @PrimaryColumn({ type: 'varchar', length: 36 })
  userId!: string

  @Column({ type: 'varchar', length: 32 })
  effect!: ImportEffect

  /** What it wrote and what stood there before; null for one that it made. */
  @Column({ type: 'json', nullable: true })
  written!: WrittenValues | null

  /** What became of them when the import was taken back. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  undone!: UndoOutcome | null
}
