import { canManagePeople } from '../access/permissions.ts'
import { Fault } from '../base/errors.ts'
import { viewerUserId, type Viewer } from '../base/viewer.ts'
import type { User } from './user.ts'

/** What everybody may see of a user whom they come upon, such as their own manager. */
const SEEN_BY_ALL: ReadonlySet<string> = new Set(['id', 'name', 'firstName', 'lastName', 'jobTitle'])

/** Whether a field of a user is for themself and for those with people access alone. */
export function isPersonal(field: string): boolean {
  return !SEEN_BY_ALL.has(field)
}

/** Refuses a personal field of a user to everybody but them and those with people access. */
export function requireToSee(viewer: Viewer, { id }: Pick<User, 'id'>): void {
  if (canManagePeople(viewer) || viewerUserId(viewer) === id) return
  throw new Fault('FORBIDDEN', `Of other users you may see ${[...SEEN_BY_ALL].join(', ')}, and no more.`, {
    requires: 'OWNER, ADMIN, HR, or CURATOR with the PEOPLE permission',
  })
}
