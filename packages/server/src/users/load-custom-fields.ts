import { loader, type Context } from '../base/graphql/mutate.ts'
import { loadCustomFields, type CustomField } from './custom-field.ts'

/** The organization's own fields, read once in a request. */
export function customFieldsOf(context: Context): Promise<CustomField[]> {
  const fields = loader<'all', CustomField[]>(context, 'customFields', async (work) => [await loadCustomFields(work)])
  return fields.load('all')
}
