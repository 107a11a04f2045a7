import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm'
import { HrIntegration } from '../access/hr-integration.ts'
import { OrganizationRow } from '../base/rows.ts'

/** Where and when an HR system is asked for its people, and how far that has come. */
@Entity('hr_sources')
@ForeignKey(() => HrIntegration, ['organizationId', 'hrIntegrationId'], ['organizationId', 'id'], {
  name: 'hr_sources_integration_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class HrSourceSettings extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  hrIntegrationId!: string

  @Column({ type: 'varchar', length: 2000 })
  url!: string

  /** Encrypted: the API key. */
  @Column({ type: 'text', nullable: true })
  credential!: string | null

  /** A cron expression of five parts. */
  @Column({ type: 'varchar', length: 100 })
  schedule!: string

  @Column({ type: 'varchar', length: 64 })
  timeZone!: string

  /** Of the last page that was written; the HR system's own word for the moment. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  mark!: string | null
}
