import { In } from 'typeorm'
import type { Work } from '../base/work.ts'
import { User } from './user.ts'

/** The users who have one of these canonical addresses or external ids, each once. At most a thousand of each. */
export async function findUsersByKeys(
  work: Work,
  { emailKeys, externalIds }: { emailKeys: readonly string[]; externalIds: readonly string[] },
): Promise<User[]> {
  const found = new Map<string, User>()
  // Two statements and not one with OR: each then uses its own key.
  if (emailKeys.length > 0) for (const user of await work.rows(User).find({ emailKey: In([...emailKeys]) })) found.set(user.id, user)
  const rest = new Set(externalIds)
  for (const { externalId } of found.values()) if (externalId) rest.delete(externalId)
  if (rest.size > 0) for (const user of await work.rows(User).find({ externalId: In([...rest]) })) found.set(user.id, user)
  return [...found.values()]
}
