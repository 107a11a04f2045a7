import { lockOrganization } from '../access/organization.ts'
import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { CustomField, loadCustomFields, MOST_CUSTOM_FIELDS } from './custom-field.ts'
import { checkKey, checkLabel } from './custom-field-input.ts'
import { forgetCustomValues } from './delete-custom-field.ts'

export interface CreateCustomFieldValues {
  key: string
  label: string
  unique?: boolean | null
}

/** Makes a field that every user of the organization can have a value of. */
export async function createCustomField(
  work: Work,
  input: CreateCustomFieldValues,
): Promise<{ customField: CustomField }> {
  requireAdminister(work)
  await lockOrganization(work)
  const fields = await loadCustomFields(work)
  const key = checkKey(input.key, fields)
  const label = checkLabel(input.label, fields)
  const unique = input.unique ?? false
  const position = (fields.at(-1)?.position ?? 0) + 1
  if (fields.length >= MOST_CUSTOM_FIELDS) {
    throw new Refusal({
      code: 'INVALID',
      message: `An organization has at most ${MOST_CUSTOM_FIELDS} custom fields.`,
      path: ['input'],
      hint: 'Take one away with deleteCustomField, which takes its values too.',
    })
  }
  // Whoever wrote a user while a field of the same key was taken away may have left a value behind.
  await forgetCustomValues(work, key)
  const customField = await work.rows(CustomField).insert({ key, label, unique, position })
  await record(work, 'custom_field.created', null, { key, label, unique })
  return { customField }
}
