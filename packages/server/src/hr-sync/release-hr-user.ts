import { requireOwner } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { findUserToChange } from '../users/find-user-to-change.ts'
import { changeUser } from '../users/save-user.ts'
import type { User } from '../users/user.ts'

export interface ReleaseHrUserValues {
  userId: string
  /** False gives them back. Left out, or null, means yes. */
  released?: boolean | null
}

/**
 * Lets people and files change what an HR integration keeps in step of a user, or takes that back. The integration goes
 * on telling what changes on its side, and when they leave.
 */
export async function releaseHrUser(
  work: Work,
  { userId, released = true }: ReleaseHrUserValues,
): Promise<{ user: User }> {
  requireOwner(work, 'release a user from an HR integration')
  const user = await findUserToChange(work, userId)
  if (user.hrIntegrationId === null) {
    const message = `No HR integration looks after ${user.name}; there is nothing to release them from.`
    throw new Refusal({ code: 'INVALID', message, path: ['input', 'userId'] })
  }
  const isReleased = released ?? true
  if (isReleased === (user.hrReleasedAt !== null)) return { user }
  await changeUser(work, { user, changes: { hrReleasedAt: isReleased ? work.now() : null } })
  const details = { hrIntegrationId: user.hrIntegrationId, fields: user.hrFields }
  await record(work, isReleased ? 'user.released' : 'user.handed_back', user.id, details)
  return { user }
}
