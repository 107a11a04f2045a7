import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { HrIntegration } from '../access/hr-integration.ts'
import { OrganizationRow } from '../base/rows.ts'
import { Team } from '../teams/team.ts'

/** A team whose members an HR system says. */
@Entity('hr_groups')
@Index('hr_groups_integration', ['organizationId', 'hrIntegrationId'])
@ForeignKey(() => Team, ['organizationId', 'teamId'], ['organizationId', 'id'], {
  name: 'hr_groups_team_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
@ForeignKey(() => HrIntegration, ['organizationId', 'hrIntegrationId'], ['organizationId', 'id'], {
  name: 'hr_groups_integration_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class HrGroup extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  teamId!: string

  @Column({ type: 'varchar', length: 36 })
  hrIntegrationId!: string

  /** As the HR system calls it. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  externalId!: string | null
}
