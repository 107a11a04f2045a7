import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { OrganizationRow } from '../base/rows.ts'
import { CustomField } from './custom-field.ts'
import { User } from './user.ts'

/** Whose a value of a unique custom field is. */
@Entity('unique_values')
@Index('unique_values_user', ['organizationId', 'userId'])
@ForeignKey(() => User, ['organizationId', 'userId'], ['organizationId', 'id'], {
  name: 'unique_values_user_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
@ForeignKey(() => CustomField, ['organizationId', 'fieldKey'], ['organizationId', 'key'], {
  name: 'unique_values_field_key',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class UniqueValue extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 40 })
  fieldKey!: string

  @PrimaryColumn({ type: 'varchar', length: 200 })
  value!: string

  @Column({ type: 'varchar', length: 36 })
  userId!: string
}

/** A value of a unique field as one text, by which its holder is found and writers put values in one order. */
export function uniquePlace(fieldKey: string, value: string): string {
  return `${fieldKey} ${value}`
}
