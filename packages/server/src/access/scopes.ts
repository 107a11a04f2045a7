import { Fault } from '../base/errors.ts'
import { ApiKeyScope, type Viewer } from '../base/viewer.ts'

const { READ, PEOPLE, IMPORTS, ADMINISTRATION } = ApiKeyScope

/** Root fields that tell what is calling, need no credential, or need a session: scopes are nothing to them. */
const FREE = new Set([
  'viewer',
  'serverInfo',
  'invitation',
  'acceptInvite',
  'requestNewInvite',
  'signIn',
  'completeSsoLogin',
  'startSsoSession',
  'signOut',
  'requestPasswordReset',
  'resetPassword',
  'changePassword',
])

/** The scope that a mutation needs. One that is not in the table needs the scope of those who may do everything. */
const SCOPE_OF_MUTATION: Record<string, ApiKeyScope> = {
  inviteUser: PEOPLE,
  inviteUsers: PEOPLE,
  resendInvite: PEOPLE,
  resendInvites: PEOPLE,
  revokeInvite: PEOPLE,
  revokeInvites: PEOPLE,
  updateUser: PEOPLE,
  deactivateUser: PEOPLE,
  reactivateUser: PEOPLE,
  createTeam: PEOPLE,
  updateTeam: PEOPLE,
  createUpload: IMPORTS,
  startImport: IMPORTS,
  mapColumns: IMPORTS,
  configureImport: IMPORTS,
  updateImportRows: IMPORTS,
  commitImport: IMPORTS,
  cancelImport: IMPORTS,
  abortImport: IMPORTS,
  undoImport: IMPORTS,
}

/** The scope that a root field needs, or null for one that needs none. */
export function scopeOf(field: string, isMutation: boolean): ApiKeyScope | null {
  if (FREE.has(field)) return null
  return isMutation ? (SCOPE_OF_MUTATION[field] ?? ADMINISTRATION) : READ
}

/** Whether the viewer holds every scope, or these. */
export function holdsScopes({ scopes }: Viewer, wanted: readonly ApiKeyScope[]): boolean {
  return !scopes || wanted.every((scope) => scopes.includes(scope))
}

/** Refuses a key that was not made for this. */
export function requireScope(viewer: Viewer | null, scope: ApiKeyScope | null): void {
  if (!viewer || scope === null || holdsScopes(viewer, [scope])) return
  throw new Fault('FORBIDDEN', `This API key was not given the scope ${scope}. Make one with it by createApiKey.`, {
    requires: `the scope ${scope}`,
  })
}
