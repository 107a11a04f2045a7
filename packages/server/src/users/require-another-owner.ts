import { In, Not } from 'typeorm'
import { Refusal } from '../base/errors.ts'
import { Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { User, UserStatus } from './user.ts'

const ACTIVE_OWNER = { role: Role.OWNER, status: Not(UserStatus.DEACTIVATED) }

/**
 * Refuses to take away the last owner who is not deactivated. The owners stay as they are until the transaction ends,
 * so that two of them cannot take away each other.
 */
export async function requireAnotherOwner(work: Work, user: User, path: readonly string[]): Promise<void> {
  if (user.role !== Role.OWNER || user.status === UserStatus.DEACTIVATED) return
  // Found first and locked by their ids: a search that locks would wait for everybody it comes past.
  const found = await work.rows(User).find(ACTIVE_OWNER)
  const ids = In(found.map(({ id }) => id))
  const owners = await work.rows(User).findForUpdate({ id: ids, ...ACTIVE_OWNER }, { order: { id: 'ASC' } })
  if (owners.some(({ id }) => id !== user.id)) return
  throw new Refusal({
    code: 'LAST_OWNER',
    message: `${user.name} is the last owner of the organization and must stay one.`,
    path,
    hint: 'Make somebody else an owner first.',
  })
}
