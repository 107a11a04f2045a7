import { ApiKey } from '../access/api-key.ts'
import { HrIntegration, viewerOfHrIntegration } from '../access/hr-integration.ts'
import { isUsable } from '../access/find-api-key.ts'
import { canManagePeople } from '../access/permissions.ts'
import { ViewerKind, type Viewer } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { permissionsOf, User, UserStatus } from './user.ts'

/** Who asked for something that is done later. */
export type Asker = Pick<Viewer, 'kind' | 'id'>

/** The viewer as they are at this moment, in the organization of the work; null when they may not call any more. */
export async function viewerOf(work: Work, { kind, id }: Asker): Promise<Viewer | null> {
  if (id === null) return null
  if (kind === ViewerKind.USER) {
    const user = await work.rows(User).findOne({ id })
    return user && user.status !== UserStatus.DEACTIVATED ? viewerOfUser(user) : null
  }
  if (kind === ViewerKind.API_KEY) {
    const key = await work.rows(ApiKey).findOne({ id })
    return key && isUsable(key, work.now()) && (await hasMaker(work, key)) ? viewerOfApiKey(key) : null
  }
  if (kind === ViewerKind.HR_INTEGRATION) {
    const integration = await work.rows(HrIntegration).findOne({ id })
    return integration && viewerOfHrIntegration(integration)
  }
  return null
}

/** Whether the user who made a key is still there: with their deactivation it ends. */
export async function hasMaker(work: Work, { createdById }: ApiKey): Promise<boolean> {
  if (createdById === null) return true
  const user = await work.rows(User).findOne({ id: createdById })
  return user !== null && user.status !== UserStatus.DEACTIVATED
}

/** The viewer that a user is. */
export function viewerOfUser(user: User): Viewer {
  return {
    kind: ViewerKind.USER,
    id: user.id,
    organizationId: user.organizationId,
    role: user.role,
    permissions: permissionsOf(user),
    label: `${user.name} (${user.email})`,
  }
}

/** Whether whoever managed people before may still be told of them. */
export function stillManagesPeople(user: User): boolean {
  return user.status !== UserStatus.DEACTIVATED && canManagePeople(viewerOfUser(user))
}

/** The viewer that an API key is. */
export function viewerOfApiKey(key: ApiKey): Viewer {
  return {
    kind: ViewerKind.API_KEY,
    id: key.id,
    organizationId: key.organizationId,
    role: key.role,
    permissions: [],
    label: `API key ${key.name}`,
    ...(key.scopes && { scopes: key.scopes }),
  }
}
