import { IsNull, Not } from 'typeorm'
import { lockOrganization } from '../access/organization.ts'
import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { CustomField, loadCustomFields } from './custom-field.ts'
import { requireCustomField } from './custom-field-input.ts'
import { User } from './user.ts'

/** Takes a custom field away, and its value from everybody who has one. */
export async function deleteCustomField(work: Work, { key }: { key: string }): Promise<{ deletedKey: string }> {
  requireAdminister(work)
  await lockOrganization(work)
  const { label } = requireCustomField(key, await loadCustomFields(work))
  await work.rows(CustomField).delete({ key })
  await forgetCustomValues(work, key)
  await record(work, 'custom_field.deleted', null, { key, label })
  return { deletedKey: key }
}

/** Takes the values of a key that was checked from everybody, by one statement. */
export async function forgetCustomValues(work: Work, key: string): Promise<void> {
  const customFields = () => `JSON_REMOVE(custom_fields, '$."${key}"')`
  await work.rows(User).update({ customFields: Not(IsNull()) }, { customFields })
}
