/** The roles, from the most to the least powerful. */
export const Role = {
  OWNER: 'OWNER',
  ADMIN: 'ADMIN',
  HR: 'HR',
  CURATOR: 'CURATOR',
  LEARNING_DESIGNER: 'LEARNING_DESIGNER',
  REPORTER: 'REPORTER',
  LEARNER: 'LEARNER',
} as const
export type Role = keyof typeof Role

/** Permissions that can be added to a role. */
export const Permission = { PEOPLE: 'PEOPLE' } as const
export type Permission = keyof typeof Permission

/** What of the rights of its role an API key may be limited to. */
export const ApiKeyScope = {
  READ: 'READ',
  PEOPLE: 'PEOPLE',
  IMPORTS: 'IMPORTS',
  ADMINISTRATION: 'ADMINISTRATION',
} as const
export type ApiKeyScope = keyof typeof ApiKeyScope

/** With what credential somebody calls; SYSTEM is the server itself. */
export const ViewerKind = {
  USER: 'USER',
  API_KEY: 'API_KEY',
  HR_INTEGRATION: 'HR_INTEGRATION',
  SYSTEM: 'SYSTEM',
} as const
export type ViewerKind = keyof typeof ViewerKind

/** The session behind a call. */
interface ViewerSession {
  id: string
  /** Until another password is chosen, the viewer may do nothing else. */
  mustChangePassword: boolean
}

/** Who is calling: the one source of the organization that a piece of work may touch. */
export interface Viewer {
  kind: ViewerKind
  /** Of the user, API key or HR integration; null for the system. */
  id: string | null
  organizationId: string
  role: Role
  permissions: readonly Permission[]
  /** For people, in the audit log. */
  label: string
  /** With which a user calls; left out where no user calls by themself. */
  session?: ViewerSession
  /** Of an API key that was limited to them; left out, everything that the role may do. */
  scopes?: readonly ApiKeyScope[]
}

/** The id of the viewer where a user is calling, else null: for columns that say who asked. */
export function viewerUserId(viewer: Viewer): string | null {
  return viewer.kind === ViewerKind.USER ? viewer.id : null
}

/** The server itself in an organization: what nobody asked for at this moment, such as a mail that is due. */
export function systemViewer(organizationId: string): Viewer {
  return {
    kind: ViewerKind.SYSTEM,
    id: null,
    organizationId,
    role: Role.OWNER,
    permissions: [],
    label: 'Rollcall',
  }
}
