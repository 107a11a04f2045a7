import { Not } from 'typeorm'
import { Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { User, UserStatus } from './user.ts'

/** How many owners there are who are not deactivated; the last one must stay. */
export function countOwners(work: Work): Promise<number> {
  return work.rows(User).count({ role: Role.OWNER, status: Not(UserStatus.DEACTIVATED) })
}
