import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { OrganizationRow } from '../base/rows.ts'
import { User } from '../users/user.ts'
import { HrIntegration } from '../access/hr-integration.ts'
import type { ScimDocument } from './scim-normalise.ts'

/** A user whom an integration looks after, with what its HR system says about them. */
@Entity('hr_users')
@Index('hr_users_integration', ['organizationId', 'hrIntegrationId', 'userId'])
@Index('hr_users_external_id', ['organizationId', 'externalId'])
@Index('hr_users_user_name', ['organizationId', 'userNameKey'])
@ForeignKey(() => User, ['organizationId', 'userId'], ['organizationId', 'id'], {
  name: 'hr_users_user_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
@ForeignKey(() => HrIntegration, ['organizationId', 'hrIntegrationId'], ['organizationId', 'id'], {
  name: 'hr_users_integration_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class HrUser extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  userId!: string

  @Column({ type: 'varchar', length: 36 })
  hrIntegrationId!: string

  /** As it was sent, so that it is given back as it was sent. */
  @Column({ type: 'json' })
  document!: ScimDocument

  /** As the HR system calls them. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  externalId!: string | null

  /** The canonical work address, which need not be the one they sign in with. */
  @Column({ type: 'varchar', length: 254, nullable: true })
  workEmailKey!: string | null

  /** The userName without case, where the address is taken from elsewhere. */
  @Column({ type: 'varchar', length: 254, nullable: true })
  userNameKey!: string | null

  /** Of the attribute mapping by which the document was read last. */
  @Column({ type: 'integer', default: 0 })
  mappingVersion!: number

  /** Whether the HR system calls them active, whatever became of them here. */
  @Column({ type: 'boolean' })
  isActive!: boolean

  /** When the HR system first called them active: from then on they are no new starter. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  startedAt!: Date | null

  /** When the HR system removed them for good; it does not see them until it adds them again. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  removedAt!: Date | null
}
