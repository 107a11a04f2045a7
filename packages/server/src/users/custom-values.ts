import type { Mistake } from '../base/errors.ts'
import { hasControlCharacters, LONGEST_TEXT } from './check-details.ts'
import { customFieldKey, type CustomField } from './custom-field.ts'
import { unknownField } from './custom-field-input.ts'
import type { User } from './user.ts'

/** What a caller says of one custom field; null or blank takes the value away. */
export interface CustomFieldInput {
  key: string
  value?: string | null
}

/** Characters of a value that others may have too, at most. */
const LONGEST_VALUE = 1_000

/** Characters of a value of this field, at most: a unique one is looked up by its values. */
export function longestValue({ unique }: Pick<CustomField, 'unique'>): number {
  return unique ? LONGEST_TEXT : LONGEST_VALUE
}

function problemOf(text: string, field: CustomField): Pick<Mistake, 'code' | 'message' | 'hint'> | null {
  const { length } = [...text]
  const longest = longestValue(field)
  if (length > longest) return { code: 'TOO_LONG', message: `At most ${longest} characters; this has ${length}.` }
  if (!hasControlCharacters(text)) return null
  return {
    code: 'INVALID',
    message: 'This holds line breaks or other control characters.',
    hint: 'Write it in one line.',
  }
}

/** The values that inputs give, by key, with everything that is wrong with them. */
export function checkCustomFields(
  inputs: readonly CustomFieldInput[],
  fields: readonly CustomField[],
): { given: Map<string, string | null>; mistakes: Mistake[] } {
  const known = new Map(fields.map((field) => [field.key, field]))
  const given = new Map<string, string | null>()
  const mistakes: Mistake[] = []
  inputs.forEach(({ key, value }, position) => {
    const path = ['input', 'customFields', String(position)]
    const field = known.get(key)
    if (!field) mistakes.push(unknownField(key, fields, [...path, 'key']))
    else if (given.has(key)) {
      mistakes.push({ code: 'INVALID', message: `The custom field ${key} is named twice.`, path: [...path, 'key'] })
    }
    const text = value?.trim() || null
    const problem = text === null || !field ? null : problemOf(text, field)
    if (problem) mistakes.push({ ...problem, path: [...path, 'value'] })
    given.set(key, text)
  })
  return { given, mistakes }
}

/** The values of a user when these are given, in the order of their keys; null when none is left. */
export function withCustomValues(
  before: User['customFields'],
  given: ReadonlyMap<string, string | null>,
): User['customFields'] {
  const values = new Map<string, string | null>([...Object.entries(before ?? {}), ...given])
  const left = [...values].filter(([, value]) => value !== null).sort(([one], [other]) => (one < other ? -1 : 1))
  return left.length > 0 ? (Object.fromEntries(left) as Record<string, string>) : null
}

/** The properties of a user that these values change, custom fields one by one and only those that differ. */
export function propertiesIn(user: Pick<User, 'customFields'>, values: object): string[] {
  const { customFields, ...others } = values as Partial<Pick<User, 'customFields'>>
  const custom = customFields === undefined ? [] : otherValues(user.customFields, customFields)
  return [...Object.keys(others), ...custom.map(customFieldKey)]
}

/** The keys whose values are other ones. */
export function otherValues(before: User['customFields'], after: User['customFields']): string[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...keys].filter((key) => before?.[key] !== after?.[key])
}
