import { parseId } from '../base/graphql/ids.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { canonicalAddress } from '../users/email-address.ts'
import { findUsersByKeys } from '../users/find-users-by-keys.ts'
import { requireNoCircle } from '../users/require-manager.ts'
import { User, UserStatus } from '../users/user.ts'

/**
 * Whom an HR system names as manager: by the id that users have here, or by employee ID or address. Null where that is
 * nobody, or nobody who can be: no push fails for its manager, who may come later or be known to the HR system alone.
 */
export async function findManager(work: Work, name: string, user: User | null): Promise<User | null> {
  const manager = (await findById(work, name)) ?? (await findByKey(work, name))
  if (!manager || manager.status === UserStatus.DEACTIVATED) return null
  try {
    if (user) await requireNoCircle(work, user, manager)
    return manager
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

async function findById(work: Work, name: string): Promise<User | null> {
  const id = parseId(name)
  return id?.node === 'User' ? work.rows(User).findOne({ id: id.id }) : null
}

async function findByKey(work: Work, name: string): Promise<User | null> {
  const emailKeys = name.includes('@') ? [canonicalAddress(name)] : []
  const [manager] = await findUsersByKeys(work, { emailKeys, externalIds: [name] })
  return manager ?? null
}
