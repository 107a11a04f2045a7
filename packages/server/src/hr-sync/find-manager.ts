import { parseId } from '../base/graphql/ids.ts'
import type { Work } from '../base/work.ts'
import { KnownManagers } from '../users/known-managers.ts'
import { User, UserStatus } from '../users/user.ts'

/**
 * Whom an HR system names as manager: by the id that users have here, or by employee ID or address. Null where that is
 * nobody, or nobody who can be: no push fails for its manager, who may come later or be known to the HR system alone.
 */
export async function findManager(work: Work, name: string, user: User | null): Promise<User | null> {
  const withId = await findById(work, name)
  const managers = await KnownManagers.find(work, withId ? [] : [name], withId ? [withId] : [])
  const manager = withId ?? managers.named(name)
  if (!manager || manager.status === UserStatus.DEACTIVATED) return null
  return user && managers.circle(user, manager) ? null : manager
}

async function findById(work: Work, name: string): Promise<User | null> {
  const id = parseId(name)
  return id?.node === 'User' ? work.rows(User).findOne({ id: id.id }) : null
}
