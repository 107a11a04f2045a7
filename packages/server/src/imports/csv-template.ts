import type { CustomField } from '../users/custom-field.ts'
import { csvLine } from './csv-line.ts'
import { customImportField, importFields, type ImportField } from './fields.ts'

const BYTE_ORDER_MARK = '\uFEFF'

/** A file to fill in: its one line are the headers. Excel keeps accents when it begins with a byte order mark. */
export function csvTemplate(
  customFields: readonly CustomField[],
  { requiredOnly }: { requiredOnly: boolean },
): { filename: string; csv: string; fields: readonly ImportField[] } {
  const common = importFields.filter(({ key, required }) => {
    if (key === 'name') return false
    return !requiredOnly || required || key === 'firstName' || key === 'lastName'
  })
  const fields = requiredOnly ? common : [...common, ...customFields.map(customImportField)]
  const labels = fields.map(({ label }) => label)
  return {
    filename: requiredOnly ? 'rollcall-template-required.csv' : 'rollcall-template.csv',
    csv: BYTE_ORDER_MARK + csvLine(labels, ','),
    fields,
  }
}
