import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm'
import { HrIntegration } from '../access/hr-integration.ts'
import { OrganizationRow } from '../base/rows.ts'
import type { ColumnMapping } from '../imports/column-mapping.ts'
import type { EmptyCellPolicy, NameMatching, UserMatchKey } from '../imports/import-settings.ts'

/** What of an import's settings a roster chooses; the rest follows from the integration. */
export interface RosterSettings {
  matchBy: UserMatchKey
  /** With CUSTOM_FIELD: the key of a unique custom field. Rosters of earlier versions have none. */
  matchCustomField?: string | null
  emptyCells: EmptyCellPolicy
  nameMatching: NameMatching
  createMissingTeams: boolean
  createMissingLocations: boolean
}

/** The file of everybody that an HR system writes: where it is fetched, how it is read, and which one came last. */
@Entity('hr_rosters')
@ForeignKey(() => HrIntegration, ['organizationId', 'hrIntegrationId'], ['organizationId', 'id'], {
  name: 'hr_rosters_integration_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class HrRoster extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  hrIntegrationId!: string

  /** Null where the file is dropped alone. */
  @Column({ type: 'varchar', length: 2000, nullable: true })
  url!: string | null

  /** Encrypted: what is sent as Authorization when the file is fetched. */
  @Column({ type: 'text', nullable: true })
  credential!: string | null

  /** A cron expression of five parts. */
  @Column({ type: 'varchar', length: 100, nullable: true })
  schedule!: string | null

  @Column({ type: 'varchar', length: 64 })
  timeZone!: string

  /** Columns that are not what their headers suggest; null where all are. */
  @Column({ type: 'json', nullable: true })
  mappings!: ColumnMapping[] | null

  @Column({ type: 'json' })
  settings!: RosterSettings

  /** What the server that has the file called it when it was last fetched. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  etag!: string | null

  @Column({ type: 'varchar', length: 64, nullable: true })
  fileSha256!: string | null

  /** Rows of the last file that was taken: one with far fewer is not believed. */
  @Column({ type: 'integer', nullable: true })
  rowCount!: number | null

  @Column({ type: 'varchar', length: 36, nullable: true })
  lastImportId!: string | null
}
