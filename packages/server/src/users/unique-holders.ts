import type { Work } from '../base/work.ts'
import { loadCustomFields, type CustomField } from './custom-field.ts'
import { uniquePlace, UniqueValue } from './unique-value.ts'
import { User } from './user.ts'

/** Who has which values of unique custom fields. */
export class UniqueHolders {
  private readonly fields: readonly CustomField[]
  private readonly holders = new Map<string, User>()

  private constructor(fields: readonly CustomField[], users: Iterable<User>) {
    this.fields = fields
    for (const user of users) this.add(user)
  }

  /** Looks up who has one of the values that these users have, or would have. */
  static async find(work: Work, users: readonly Pick<User, 'customFields'>[]): Promise<UniqueHolders> {
    const given = new Set(users.flatMap(({ customFields }) => Object.values(customFields ?? {})))
    if (given.size === 0) return new UniqueHolders([], [])
    const fields = (await loadCustomFields(work)).filter(({ unique }) => unique)
    if (fields.length === 0) return new UniqueHolders([], [])
    const values = await work.rows(UniqueValue).findIn('value', [...given])
    const ids = new Set(values.map(({ userId }) => userId))
    return new UniqueHolders(fields, await work.rows(User).findIn('id', [...ids]))
  }

  /** Somebody else who has one of these values, and in which field; null where nobody has. */
  find({ id, customFields }: Pick<User, 'id' | 'customFields'>): {
    field: CustomField
    holder: User
  } | null {
    for (const field of this.fields) {
      const value = customFields?.[field.key]
      const holder = value === undefined ? undefined : this.holders.get(uniquePlace(field.key, value))
      if (holder && holder.id !== id) return { field, holder }
    }
    return null
  }

  /** Notes the values of somebody, for those who are looked at later. */
  add(user: User): void {
    for (const field of this.fields) {
      const value = user.customFields?.[field.key]
      if (value !== undefined) this.holders.set(uniquePlace(field.key, value), user)
    }
  }
}
