import { notFound, Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { User, UserStatus } from './user.ts'

const PATH = ['input', 'managerId']

/** Refuses a manager of a team who does not exist or is deactivated. */
export async function requireManager(work: Work, managerId: string): Promise<void> {
  const user = await work.rows(User).findOne({ id: managerId })
  if (!user) throw notFound('user', managerId, PATH)
  if (user.status !== UserStatus.DEACTIVATED) return
  throw new Refusal({
    code: 'USER_DEACTIVATED',
    message: `${user.name} is deactivated and cannot manage a team.`,
    path: PATH,
    hint: 'Bring them back with reactivateUser, or choose somebody else.',
  })
}
