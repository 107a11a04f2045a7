import { Column, Entity, PrimaryColumn } from 'typeorm'
import { OrganizationRow } from '../base/rows.ts'
import type { Work } from '../base/work.ts'

/** A field that an organization keeps of its users beside those that all have. */
@Entity('custom_fields')
export class CustomField extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 40 })
  key!: string

  /** Name for people. */
  @Column({ type: 'varchar', length: 200 })
  label!: string

  /** Whether no two users have the same value. */
  @Column({ type: 'boolean' })
  unique!: boolean

  /** Place in the list: the oldest is the first. */
  @Column({ type: 'integer' })
  position!: number
}

const PREFIX = 'custom.'

/** Key of a custom field among the fields that all users have. */
export type CustomFieldKey = `${typeof PREFIX}${string}`

/** Whether it is the key of a custom field. */
export function isCustomKey(key: string): key is CustomFieldKey {
  return key.startsWith(PREFIX)
}

/** The key among the fields of all, of a custom field of this key. */
export function customFieldKey(key: string): CustomFieldKey {
  return `${PREFIX}${key}`
}

/** The key under which users have the value of such a field. */
export function bareCustomKey(key: CustomFieldKey): string {
  return key.slice(PREFIX.length)
}

/** Custom fields of one organization, at most. */
export const MOST_CUSTOM_FIELDS = 50

/** The custom fields of the organization, the oldest first. */
export function loadCustomFields(work: Work): Promise<CustomField[]> {
  return work.rows(CustomField).find({}, { order: { position: 'ASC' } })
}
