import { In } from 'typeorm'
import type { Work } from '../base/work.ts'
import { loadCustomFields } from './custom-field.ts'
import { uniquePlace, UniqueValue } from './unique-value.ts'
import type { User } from './user.ts'

interface Valued {
  userId: string
  customFields: User['customFields']
  isNew: boolean
}

/**
 * Notes whose the values of unique fields are, in the transaction that writes the users. A value that somebody else has
 * is the database's unique violation, and the caller's to explain.
 */
export async function keepUniqueValues(work: Work, users: readonly Valued[]): Promise<void> {
  if (users.length === 0) return
  const unique = (await loadCustomFields(work)).flatMap((field) => (field.unique ? field.key : []))
  if (unique.length === 0) return
  const changed = users.flatMap(({ userId, isNew }) => (isNew ? [] : userId))
  if (changed.length > 0) await work.rows(UniqueValue).delete({ userId: In(changed) })
  const values = users.flatMap(({ userId, customFields }) =>
    unique.flatMap((fieldKey) => {
      const value = customFields?.[fieldKey]
      return value === undefined ? [] : { fieldKey, value, userId }
    }),
  )
  // Writers that go through the values in one order do not wait for each other in a circle.
  const place = ({ fieldKey, value }: Pick<UniqueValue, 'fieldKey' | 'value'>) => uniquePlace(fieldKey, value)
  await work.rows(UniqueValue).insertMany(values.sort((one, other) => (place(one) < place(other) ? -1 : 1)))
}
