import { lockOrganization } from '../access/organization.ts'
import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { CustomField, loadCustomFields } from './custom-field.ts'
import { checkLabel, requireCustomField } from './custom-field-input.ts'

export interface UpdateCustomFieldValues {
  key: string
  label: string
}

/** Changes the name for people. The key stays: mappings and programs know the field by it. */
export async function updateCustomField(
  work: Work,
  { key, label: typed }: UpdateCustomFieldValues,
): Promise<{ customField: CustomField }> {
  requireAdminister(work)
  await lockOrganization(work)
  const fields = await loadCustomFields(work)
  const customField = requireCustomField(key, fields)
  const label = checkLabel(
    typed,
    fields.filter((field) => field !== customField),
  )
  if (label === customField.label) return { customField }
  await work.rows(CustomField).update({ key }, { label })
  await record(work, 'custom_field.updated', null, { key, before: { label: customField.label }, after: { label } })
  return { customField: Object.assign(customField, { label }) }
}
