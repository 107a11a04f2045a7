import { isDeepStrictEqual } from 'node:util'
import type { Mistake } from '../base/errors.ts'
import { hasControlCharacters } from './check-details.ts'
import type { CustomField } from './custom-field.ts'
import { unknownField } from './custom-field-input.ts'
import type { User } from './user.ts'

/** What a caller says of one custom field; null or blank takes the value away. */
export interface CustomFieldInput {
  key: string
  value?: string | null
}

/** Characters of a value, at most. */
export const LONGEST_VALUE = 1_000

/** What is wrong with a value, or null where nothing is. */
function customValueProblem(text: string): Pick<Mistake, 'code' | 'message' | 'hint'> | null {
  const { length } = [...text]
  if (length > LONGEST_VALUE) {
    return { code: 'TOO_LONG', message: `At most ${LONGEST_VALUE} characters; this has ${length}.` }
  }
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
  const known = new Set(fields.map(({ key }) => key))
  const given = new Map<string, string | null>()
  const mistakes: Mistake[] = []
  inputs.forEach(({ key, value }, position) => {
    const path = ['input', 'customFields', String(position)]
    if (!known.has(key)) mistakes.push(unknownField(key, fields, [...path, 'key']))
    else if (given.has(key)) {
      mistakes.push({ code: 'INVALID', message: `The custom field ${key} is named twice.`, path: [...path, 'key'] })
    }
    const text = value?.trim() || null
    const problem = text === null ? null : customValueProblem(text)
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

/** Whether the values are other ones. The order in which a database kept them says nothing. */
export function areOtherValues(before: User['customFields'], after: User['customFields']): boolean {
  return !isDeepStrictEqual(before ?? {}, after ?? {})
}
