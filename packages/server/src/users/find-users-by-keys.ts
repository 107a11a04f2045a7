import { In } from 'typeorm'
import type { Work } from '../base/work.ts'
import { User } from './user.ts'

export interface UserKeys {
  emailKeys: readonly string[]
  externalIds: readonly string[]
}

/** The users who have one of these canonical addresses or external ids, each once. At most a thousand of each. */
export async function findUsersByKeys(
  work: Work,
  { emailKeys, externalIds }: UserKeys,
  { forUpdate = false } = {},
): Promise<User[]> {
  const users = work.rows(User)
  const read = (where: Parameters<typeof users.find>[0]) =>
    forUpdate ? users.findForUpdate(where ?? {}) : users.find(where)
  const found = new Map<string, User>()
  // Two statements and not one with OR: each then uses its own key.
  if (emailKeys.length > 0) {
    for (const user of await read({ emailKey: In([...emailKeys].sort()) })) found.set(user.id, user)
  }
  const rest = new Set(externalIds)
  for (const { externalId } of found.values()) if (externalId) rest.delete(externalId)
  if (rest.size > 0) for (const user of await read({ externalId: In([...rest].sort()) })) found.set(user.id, user)
  return [...found.values()]
}
