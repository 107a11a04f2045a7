import { requireManagePeople } from '../access/permissions.ts'
import type { Work } from '../base/work.ts'
import { canonicalAddress } from './email-address.ts'
import { User } from './user.ts'

/** The user who has this address, however it is typed. */
export async function findUserByEmail(work: Work, email: string): Promise<User | null> {
  requireManagePeople(work)
  return work.rows(User).findOne({ emailKey: canonicalAddress(email) })
}
