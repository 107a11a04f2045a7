import type { Work } from '../base/work.ts'
import { loadCustomFields } from '../users/custom-field.ts'
import { customImportField, importFields, type ImportField } from './fields.ts'

/** Every field that a column can be mapped to in the organization: those that all have, then its own. */
export async function loadImportFields(work: Work): Promise<ImportField[]> {
  return [...importFields, ...(await loadCustomFields(work)).map(customImportField)]
}
