import { notFound, Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { KnownManagers } from './known-managers.ts'
import { User, UserStatus } from './user.ts'

const PATH = ['input', 'managerId']

/** Refuses a manager of a team who does not exist or is deactivated. */
export async function requireManager(work: Work, managerId: string): Promise<void> {
  requireActive(managerId, await work.rows(User).findOne({ id: managerId }))
}

/** Refuses a manager of a user who is not among those that were looked up, or is deactivated. */
export function requireManagerIn(
  { managers }: { managers: ReadonlyMap<string, User> },
  { managerId }: { managerId?: string | null },
): void {
  if (managerId !== null && managerId !== undefined) requireActive(managerId, managers.get(managerId) ?? null)
}

function requireActive(managerId: string, user: User | null): void {
  if (!user) throw notFound('user', managerId, PATH)
  if (user.status !== UserStatus.DEACTIVATED) return
  throw new Refusal({
    code: 'USER_DEACTIVATED',
    message: `${user.name} is deactivated and cannot become a manager.`,
    path: PATH,
    hint: 'Bring them back with reactivateUser, or choose somebody else.',
  })
}

/**
 * Refuses a manager who is the user, or whose own managers lead back to the user. Only managers who were given for one
 * user alone count: who leads a team may sit in one that is led by somebody of it.
 */
export async function requireNoCircle(work: Work, user: User, manager: User): Promise<void> {
  const circle = (await KnownManagers.find(work, [], [manager])).circle(user, manager)
  if (!circle) return
  const isSelf = manager.id === user.id
  const names = circle.map(({ name }) => name).join(' → ')
  throw new Refusal({
    code: 'INVALID',
    message: isSelf ? `${user.name} cannot be their own manager.` : `Their managers would form a circle: ${names}.`,
    path: PATH,
    hint: 'Choose somebody who is not managed by them, or pass null for the manager of the primary team.',
  })
}
