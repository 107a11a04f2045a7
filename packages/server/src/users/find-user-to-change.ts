import { requireTouch } from '../access/permissions.ts'
import { notFound } from '../base/errors.ts'
import { ViewerKind } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { User } from './user.ts'

const PATH = ['input', 'userId']

/** The user who is to be changed, kept from others until the transaction ends; refused when the viewer may not touch them. */
export async function findUserToChange(work: Work, userId: string): Promise<User> {
  const user = await work.rows(User).findOneForUpdate({ id: userId })
  if (!user) throw notFound('user', userId, PATH)
  requireTouch(work, user.role, PATH)
  return user
}

/** Whether the viewer is this user. */
export function isViewer(work: Work, user: Pick<User, 'id'>): boolean {
  return work.viewer.kind === ViewerKind.USER && work.viewer.id === user.id
}
