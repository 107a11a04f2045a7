import type { Work } from '../base/work.ts'
import { UniqueValue } from './unique-value.ts'
import { User } from './user.ts'

export interface UserKeys {
  emailKeys: readonly string[]
  externalIds: readonly string[]
  /** Values of unique custom fields, by the key of the field. */
  uniqueValues?: ReadonlyMap<string, readonly string[]>
}

/** The users who have one of these canonical addresses, external ids or unique values, each once. */
export async function findUsersByKeys(
  work: Work,
  { emailKeys, externalIds, uniqueValues = new Map() }: UserKeys,
  { forUpdate = false } = {},
): Promise<User[]> {
  const users = work.rows(User)
  // Two statements and not one with OR: each then uses its own key.
  const byAddress = await users.findIn('emailKey', [...emailKeys].sort(), { forUpdate })
  const found = new Map(byAddress.map((user) => [user.id, user]))
  const rest = new Set(externalIds)
  for (const { externalId } of byAddress) if (externalId) rest.delete(externalId)
  for (const user of await users.findIn('externalId', [...rest].sort(), { forUpdate })) found.set(user.id, user)
  const holderIds = new Set<string>()
  for (const [fieldKey, values] of uniqueValues) {
    const held = await work.rows(UniqueValue).findIn('value', values, { and: { fieldKey } })
    for (const { userId } of held) if (!found.has(userId)) holderIds.add(userId)
  }
  for (const user of await users.findIn('id', [...holderIds].sort(), { forUpdate })) found.set(user.id, user)
  return [...found.values()]
}
