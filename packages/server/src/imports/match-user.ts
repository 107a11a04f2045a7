import { customFieldKey, type CustomFieldKey, type CustomField } from '../users/custom-field.ts'
import { uniquePlace } from '../users/unique-value.ts'
import type { User } from '../users/user.ts'
import type { CheckedRow, CheckedValues } from './check-row.ts'
import { UserMatchKey, type ImportSettings } from './import-settings.ts'
import type { RefuseRow } from './row-issue.ts'

/** Who can be found, and by what. */
export interface MatchContext {
  settings: ImportSettings
  byEmail: ReadonlyMap<string, User>
  byExternalId: ReadonlyMap<string, User>
  /** The organization's own fields that columns are mapped to. */
  customFields: readonly MappedCustomField[]
  /** Who has which value of those that are unique, by `uniquePlace`. */
  byUniqueValue: ReadonlyMap<string, User>
}

/** One of the organization's own fields that a column is mapped to. */
export interface MappedCustomField extends Pick<CustomField, 'key' | 'label' | 'unique'> {
  field: CustomFieldKey
}

/** The user whom a row is about, or null. Refuses a row whose identifiers are those of several users. */
export function matchedUser({ values }: CheckedRow, context: MatchContext, refuse: RefuseRow): User | null {
  const identifiers = identifiersOf(values, context)
  const matching = matchingField(context.settings)
  const own = identifiers.find(({ field }) => field === matching)
  if (matching !== 'email' && !own?.value) {
    const what = own?.what ?? 'a field that there is no longer'
    refuse('REQUIRED', matching, null, `Rows are matched by ${what}, and this row has none.`)
    return null
  }
  const user = own?.holder ?? null
  for (const { field, value, what, holder } of identifiers) {
    if (holder && holder.id !== user?.id) refuse('IDENTIFIER_CONFLICT', field, value ?? null, conflict(what, holder))
  }
  return user
}

/** What a row says in this field, by which it is about somebody. */
export function identifierIn(field: string, values: CheckedValues, context: MatchContext): Identifier | undefined {
  return identifiersOf(values, context).find((identifier) => identifier.field === field)
}

interface Identifier {
  field: string
  /** What people call it, in a sentence. */
  what: string
  value: string | undefined
  /** Who has that value. */
  holder: User | null | undefined
}

/** By what a row may be about somebody. */
function identifiersOf(values: CheckedValues, context: MatchContext): Identifier[] {
  const { email, emailKey, externalId } = values
  const common: Identifier[] = [
    { field: 'email', what: 'address', value: email, holder: emailKey ? context.byEmail.get(emailKey) : null },
    {
      field: 'externalId',
      what: 'employee ID',
      value: externalId,
      holder: externalId ? context.byExternalId.get(externalId) : null,
    },
  ]
  if (context.customFields.length === 0) return common
  const custom = context.customFields.filter(({ unique }) => unique)
  return [
    ...common,
    ...custom.map(({ field, key, label }) => {
      const value = values[field]
      return { field, what: label, value, holder: value ? context.byUniqueValue.get(uniquePlace(key, value)) : null }
    }),
  ]
}

function matchingField({ matchBy, matchCustomField }: ImportSettings): string {
  if (matchBy === UserMatchKey.CUSTOM_FIELD) return customFieldKey(matchCustomField ?? '')
  return matchBy === UserMatchKey.EXTERNAL_ID ? 'externalId' : 'email'
}

function conflict(what: string, holder: User): string {
  return `This ${what} belongs to ${holder.name} (${holder.email}), who is not the person of this row.`
}
