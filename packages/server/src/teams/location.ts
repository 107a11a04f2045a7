import { Column, Entity, Index } from 'typeorm'
import { Row } from '../base/rows.ts'

/** A place where users work. */
@Entity('locations')
@Index('locations_name', ['organizationId', 'name'], { unique: true })
export class Location extends Row {
  @Column({ type: 'varchar', length: 200 })
  name!: string

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}
