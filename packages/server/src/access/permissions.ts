import { Fault, Refusal } from '../base/errors.ts'
import { Permission, Role, ViewerKind, type Viewer } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'

/** Whether a role may add, change and deactivate users. */
export const PeopleAccess = { ALWAYS: 'ALWAYS', WITH_PERMISSION: 'WITH_PERMISSION', NEVER: 'NEVER' } as const
export type PeopleAccess = keyof typeof PeopleAccess

export interface RoleRights {
  label: string
  description: string
  managesPeople: PeopleAccess
  /** Roles it may give, take away, or touch the users of. */
  grants: readonly Role[]
  /** Whether it may give and take the People permission. */
  grantsPeople: boolean
  /** Whether it looks after the organization itself: webhooks, keys, integrations, what is written in the audit. */
  administers: boolean
}

const { OWNER, ADMIN, HR, CURATOR, LEARNING_DESIGNER, REPORTER, LEARNER } = Role
const BELOW_HR = [CURATOR, LEARNING_DESIGNER, REPORTER, LEARNER]

/** The one table of who may do what; the most powerful role first. */
export const ROLE_RIGHTS: Record<Role, RoleRights> = {
  OWNER: {
    label: 'Owner',
    description: 'May do everything, and appoint other owners.',
    managesPeople: PeopleAccess.ALWAYS,
    grants: [OWNER, ADMIN, HR, ...BELOW_HR],
    grantsPeople: true,
    administers: true,
  },
  ADMIN: {
    label: 'Admin',
    description: 'May invite, import and manage everybody but owners.',
    managesPeople: PeopleAccess.ALWAYS,
    grants: [ADMIN, HR, ...BELOW_HR],
    grantsPeople: true,
    administers: true,
  },
  HR: {
    label: 'HR',
    description: 'May invite, import and manage HR and every role below it.',
    managesPeople: PeopleAccess.ALWAYS,
    grants: [HR, ...BELOW_HR],
    grantsPeople: false,
    administers: false,
  },
  CURATOR: {
    label: 'Curator',
    description: 'Looks after learning content; with the People permission also invites and manages learners.',
    managesPeople: PeopleAccess.WITH_PERMISSION,
    grants: [LEARNER],
    grantsPeople: false,
    administers: false,
  },
  LEARNING_DESIGNER: {
    label: 'Learning Designer',
    description: 'Makes learning content; does not manage people.',
    managesPeople: PeopleAccess.NEVER,
    grants: [],
    grantsPeople: false,
    administers: false,
  },
  REPORTER: {
    label: 'Reporter',
    description: 'Reads reports; does not manage people.',
    managesPeople: PeopleAccess.NEVER,
    grants: [],
    grantsPeople: false,
    administers: false,
  },
  LEARNER: {
    label: 'Learner',
    description: 'Learns; does not manage people.',
    managesPeople: PeopleAccess.NEVER,
    grants: [],
    grantsPeople: false,
    administers: false,
  },
}

/** Whether the viewer may invite, import, change and deactivate users. */
export function canManagePeople(viewer: Viewer): boolean {
  if (viewer.kind === ViewerKind.SYSTEM) return true
  const { managesPeople } = ROLE_RIGHTS[viewer.role]
  if (managesPeople === PeopleAccess.WITH_PERMISSION) return viewer.permissions.includes(Permission.PEOPLE)
  return managesPeople === PeopleAccess.ALWAYS
}

/** The roles that the viewer may give, take away, or touch the users of. */
export function grantableRoles(viewer: Viewer): readonly Role[] {
  return canManagePeople(viewer) ? ROLE_RIGHTS[viewer.role].grants : []
}

/** Refuses everybody who may not manage people. */
export function requireManagePeople(work: Work): void {
  if (canManagePeople(work.viewer)) return
  const { label, managesPeople } = ROLE_RIGHTS[work.viewer.role]
  const wayOut =
    managesPeople === PeopleAccess.WITH_PERMISSION
      ? 'An Owner or Admin can give you the People permission.'
      : 'An Owner, Admin or HR can do this for you, or give you such a role.'
  throw new Fault(
    'FORBIDDEN',
    `The role ${label} may not manage people${managesPeople === PeopleAccess.WITH_PERMISSION ? ' without the People permission' : ''}. ${wayOut}`,
    { requires: 'OWNER, ADMIN, HR, or CURATOR with the PEOPLE permission' },
  )
}

/** Whether the viewer may look after the organization itself. */
export function canAdminister(viewer: Viewer): boolean {
  return viewer.kind === ViewerKind.SYSTEM || ROLE_RIGHTS[viewer.role].administers
}

/** Refuses everybody but those who look after the organization itself. */
export function requireAdminister(work: Work): void {
  if (canAdminister(work.viewer)) return
  throw new Fault(
    'FORBIDDEN',
    `The role ${ROLE_RIGHTS[work.viewer.role].label} may not do this. An Owner or Admin can do it for you, or give you such a role.`,
    { requires: 'OWNER or ADMIN' },
  )
}

/** Refuses everybody but Owners, who alone answer for what this lets in. */
export function requireOwner({ viewer }: Pick<Work, 'viewer'>, what: string): void {
  if (viewer.kind === ViewerKind.SYSTEM || viewer.role === OWNER) return
  throw new Fault('FORBIDDEN', `The role ${ROLE_RIGHTS[viewer.role].label} may not ${what}. An Owner can.`, {
    requires: 'OWNER',
  })
}

/** Refuses everybody but Owner, Admin and HR: a Curator looks after learners without knowing their passwords. */
export function requireSetPasswords({ viewer }: Pick<Work, 'viewer'>): void {
  const { label, managesPeople } = ROLE_RIGHTS[viewer.role]
  if (managesPeople === PeopleAccess.ALWAYS) return
  throw new Fault('FORBIDDEN', `The role ${label} may not set passwords. An Owner, Admin or HR can do this for you.`, {
    requires: 'OWNER, ADMIN or HR',
  })
}

/** Refuses to give a role that the viewer may not give. */
export function requireGrant(work: Work, role: Role, path: readonly string[]): void {
  const allowed = grantableRoles(work.viewer)
  if (allowed.includes(role)) return
  throw roleNotAllowed(work.viewer, role, path, `may not give the role ${ROLE_RIGHTS[role].label}`)
}

/** Refuses to touch a user who has a role that the viewer may not give. */
export function requireTouch(work: Work, role: Role, path: readonly string[]): void {
  const allowed = grantableRoles(work.viewer)
  if (allowed.includes(role)) return
  throw roleNotAllowed(work.viewer, role, path, `may not change a user who has the role ${ROLE_RIGHTS[role].label}`)
}

/** Refuses to give or take the People permission without the right to. */
export function requireGrantPeople(work: Work, path: readonly string[]): void {
  if (ROLE_RIGHTS[work.viewer.role].grantsPeople) return
  throw roleNotAllowed(work.viewer, work.viewer.role, path, 'may not give or take the People permission')
}

function roleNotAllowed(viewer: Viewer, role: Role, path: readonly string[], what: string): Refusal {
  const allowedRoles = grantableRoles(viewer)
  const able = Object.values(Role)
    .filter((candidate) => ROLE_RIGHTS[candidate].grants.includes(role))
    .map((candidate) => ROLE_RIGHTS[candidate].label)
  return new Refusal({
    code: 'ROLE_NOT_ALLOWED',
    message: `The role ${ROLE_RIGHTS[viewer.role].label} ${what}.`,
    path,
    hint: `Ask somebody with the role ${able.join(' or ')}.`,
    facts: { type: 'RoleNotAllowedError', role, allowedRoles },
  })
}
