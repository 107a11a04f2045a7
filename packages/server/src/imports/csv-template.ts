import { importFields, type ImportField } from './fields.ts'

const BYTE_ORDER_MARK = '\uFEFF'
const LINE_END = '\r\n'

/** A file to fill in: its one line are the headers. Excel keeps accents when it begins with a byte order mark. */
export function csvTemplate({ requiredOnly }: { requiredOnly: boolean }): {
  filename: string
  csv: string
  fields: readonly ImportField[]
} {
  const fields = importFields.filter(({ key, required }) => {
    if (key === 'name') return false
    return !requiredOnly || required || key === 'firstName' || key === 'lastName'
  })
  // No label of ours holds a delimiter, a quote or the beginning of a formula, so none needs quotes around it.
  const csv = BYTE_ORDER_MARK + fields.map(({ label }) => label).join(',') + LINE_END
  return { filename: requiredOnly ? 'rollcall-template-required.csv' : 'rollcall-template.csv', csv, fields }
}
