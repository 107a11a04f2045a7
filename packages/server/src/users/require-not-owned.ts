import { HrIntegration } from '../access/hr-integration.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { isCustomKey, loadCustomFields } from './custom-field.ts'
import { fieldOf, hrFieldsOf, hrFieldWords, type HrField } from './hr-fields.ts'
import type { User } from './user.ts'

/**
 * Refuses to change by hand what an HR integration keeps in step: it would be wrong in one of the two places. `changed`
 * are arguments, custom fields one by one.
 */
export async function requireNotOwned(
  work: Work,
  user: User,
  { changed, path }: { changed: readonly string[]; path: (argument: string) => readonly string[] },
): Promise<void> {
  const owned = hrFieldsOf(user)
  const touched = changed.filter((argument) => owned.includes(fieldOf(argument) as HrField))
  const [first] = touched
  if (first === undefined) return
  const fields = touched.map((argument) => fieldOf(argument) as HrField)
  const integration = await work.rows(HrIntegration).findOne({ id: user.hrIntegrationId as string })
  const name = integration?.name ?? 'An HR integration'
  const customFields = fields.some(isCustomKey) ? await loadCustomFields(work) : []
  const words = fields.map((field) => hrFieldWords(field, customFields))
  throw new Refusal({
    code: 'HR_OWNED',
    message: `${name} keeps ${user.name} in step and owns their ${words.join(', ')}.`,
    path: path(isCustomKey(first) ? 'customFields' : first),
    hint: `Change it in the HR system, or ask an Owner to release ${user.name} with releaseHrUser.`,
    facts: { type: 'HrOwnedError', hrIntegrationName: name, fields },
  })
}
