import { IsNull, Not } from 'typeorm'
import { HrIntegration } from '../access/hr-integration.ts'
import { lockOrganization } from '../access/organization.ts'
import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { CustomField, customFieldKey, loadCustomFields } from './custom-field.ts'
import { requireCustomField } from './custom-field-input.ts'
import { User } from './user.ts'

/** Takes a custom field away, and its value from everybody who has one. */
export async function deleteCustomField(work: Work, { key }: { key: string }): Promise<{ deletedKey: string }> {
  requireAdminister(work)
  await lockOrganization(work)
  const { label } = requireCustomField(key, await loadCustomFields(work))
  await requireNotInStep(work, { key, label })
  await work.rows(CustomField).delete({ key })
  await forgetCustomValues(work, key)
  await record(work, 'custom_field.deleted', null, { key, label })
  return { deletedKey: key }
}

// It would go on to own the values of a field of the same key that is made later.
async function requireNotInStep(work: Work, { key, label }: Pick<CustomField, 'key' | 'label'>): Promise<void> {
  const field = customFieldKey(key)
  const integrations = await work.rows(HrIntegration).find()
  const holder = integrations.find(({ attributeMapping }) => attributeMapping?.[field]?.attributes.length)
  if (!holder) return
  throw new Refusal({
    code: 'INVALID',
    message: `${holder.name} keeps ${label} in step with an HR system.`,
    path: ['input', 'key'],
    hint: `Map ${field} to no attributes with updateHrIntegration first.`,
  })
}

/** Takes the values of a key that was checked from everybody, by one statement. */
export async function forgetCustomValues(work: Work, key: string): Promise<void> {
  const customFields = () => `JSON_REMOVE(custom_fields, '$."${key}"')`
  await work.rows(User).update({ customFields: Not(IsNull()) }, { customFields })
}
