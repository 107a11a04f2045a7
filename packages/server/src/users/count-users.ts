import { requireManagePeople } from '../access/permissions.ts'
import type { Work } from '../base/work.ts'
import { User, type UserStatus } from './user.ts'

/** How many users of the organization are in each status. */
export async function countUsers(work: Work): Promise<Record<UserStatus, number>> {
  requireManagePeople(work)
  const counts: Record<UserStatus, number> = {
    NOT_INVITED: 0,
    INVITE_SCHEDULED: 0,
    INVITE_PENDING: 0,
    CONFIRMED: 0,
    DEACTIVATED: 0,
  }
  const rows = await work
    .rows(User)
    .query('user')
    .select('user.status', 'status')
    .addSelect('COUNT(*)', 'count')
    .groupBy('user.status')
    .getRawMany<{ status: UserStatus; count: number | string }>()
  for (const { status, count } of rows) counts[status] = Number(count)
  return counts
}
