import type { Work } from '../base/work.ts'
import { User } from './user.ts'

export interface UserKeys {
  emailKeys: readonly string[]
  externalIds: readonly string[]
}

/** The users who have one of these canonical addresses or external ids, each once. */
export async function findUsersByKeys(
  work: Work,
  { emailKeys, externalIds }: UserKeys,
  { forUpdate = false } = {},
): Promise<User[]> {
  const users = work.rows(User)
  // Two statements and not one with OR: each then uses its own key.
  const found = await users.findIn('emailKey', [...emailKeys].sort(), { forUpdate })
  const rest = new Set(externalIds)
  for (const { externalId } of found) if (externalId) rest.delete(externalId)
  const ids = new Set(found.map(({ id }) => id))
  const others = await users.findIn('externalId', [...rest].sort(), { forUpdate })
  return [...found, ...others.filter(({ id }) => !ids.has(id))]
}
