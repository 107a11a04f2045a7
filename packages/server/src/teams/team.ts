import { Column, Entity, Index } from 'typeorm'
import { Row } from '../base/rows.ts'

/** Where users belong; its manager is the manager of everybody whose primary team it is. */
@Entity('teams')
@Index('teams_name', ['organizationId', 'name'], { unique: true })
export class Team extends Row {
  @Column({ type: 'varchar', length: 200 })
  name!: string

  @Column({ type: 'varchar', length: 36, nullable: true })
  managerId!: string | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}
