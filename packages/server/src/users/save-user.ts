import { In } from 'typeorm'
import { loadOrganization } from '../access/organization.ts'
import { isUniqueViolation } from '../base/database.ts'
import { Refusal } from '../base/errors.ts'
import type { Values } from '../base/rows.ts'
import { inSavepoint, newId, type Work } from '../base/work.ts'
import { announceUsers } from './announce-users.ts'
import type { CustomField } from './custom-field.ts'
import { canonicalAddress } from './email-address.ts'
import { findUsersByKeys } from './find-users-by-keys.ts'
import { keepUniqueValues } from './keep-unique-values.ts'
import { UniqueHolders } from './unique-holders.ts'
import { User, UserStatus, UserTeam } from './user.ts'

/** What a person may say about a user; the rest of the record follows from what happens. */
export type UserDetails = Pick<
  User,
  | 'email'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'role'
  | 'hasPeoplePermission'
  | 'jobTitle'
  | 'primaryTeamId'
  | 'managerId'
  | 'locationId'
  | 'language'
  | 'externalId'
  | 'timeZone'
  | 'hireDate'
  | 'customFields'
>

/** What an invite changes on its user. */
export type InviteMarks = Pick<User, 'status' | 'inviteGeneration' | 'lastInviteId'>

/** What confirming, deactivating and reactivating change on a user. */
type StatusMarks = Pick<
  User,
  | 'status'
  | 'confirmedAt'
  | 'confirmedBy'
  | 'passwordHash'
  | 'mustChangePassword'
  | 'sessionGeneration'
  | 'deactivatedAt'
  | 'statusBeforeDeactivation'
>

/** Who looks after a user, and what of them is theirs to say. */
type HrMarks = Pick<User, 'source' | 'hrIntegrationId' | 'hrFields' | 'hrReleasedAt'>

/** Of a new user; what is left out is empty. */
export type NewUserDetails = Pick<UserDetails, 'email' | 'name' | 'role'> & Partial<UserDetails>

export interface NewUser {
  details: NewUserDetails
  secondaryTeamIds: readonly string[]
  source: User['source']
  /** The HR integration that adds them, and what is its own to say. */
  hr?: Partial<Pick<User, 'source' | 'hrIntegrationId' | 'hrFields'>> | undefined
}

export interface UserChange {
  user: User
  /** Only what differs. */
  changes: Partial<UserDetails & InviteMarks & StatusMarks & HrMarks>
  /** The whole list; left out when it stays. */
  secondaryTeamIds?: readonly string[] | undefined
}

/** Adds one user, or refuses an address, external id or unique value that somebody has. */
export async function saveUser(work: Work, values: NewUser): Promise<User> {
  await requireAllowedDomain(work, values.details.email)
  const user = newUser(work, values)
  await requireFree(work, values.details, user.id)
  await refusingTaken(work, values.details, user.id, () => saveUsers(work, { add: [{ user, ...values }], change: [] }))
  return user
}

/** A record that is not written yet. */
export interface UserToAdd {
  user: User
  secondaryTeamIds: readonly string[]
}

const ADD_TRIES = 5

/** Adds many users by few statements; for each null, or why that one was not added. */
export async function addUsers(work: Work, wanted: readonly UserToAdd[]): Promise<(Refusal | null)[]> {
  const { allowedEmailDomains } = await loadOrganization(work)
  for (let attempt = 1; ; attempt++) {
    const problems = await findProblems(work, wanted, allowedEmailDomains)
    const add = wanted.filter((_, index) => problems[index] === null).sort(byAddress)
    try {
      await inSavepoint(work, (part) => saveUsers(part, { add, change: [] }))
      return problems
    } catch (error) {
      // Somebody took one of the addresses since we looked: looked up again, it is known whose it is.
      if (!isUniqueViolation(error) || attempt === ADD_TRIES) throw error
    }
  }
}

async function findProblems(
  work: Work,
  wanted: readonly UserToAdd[],
  allowedEmailDomains: readonly string[],
): Promise<(Refusal | null)[]> {
  const users = wanted.map(({ user }) => user)
  const holders = await findUsersByKeys(work, {
    emailKeys: users.map(({ emailKey }) => emailKey),
    externalIds: users.flatMap(({ externalId }) => externalId ?? []),
  })
  const unique = await UniqueHolders.find(work, users)
  const byAddressKey = new Map(holders.map((user) => [user.emailKey, user]))
  const byExternalId = new Map(holders.flatMap((user) => (user.externalId ? [[user.externalId, user] as const] : [])))
  return users.map((user) => {
    if (!isDomainAllowed(user.emailKey, allowedEmailDomains)) return domainNotAllowed(allowedEmailDomains)
    const ofAddress = byAddressKey.get(user.emailKey)
    if (ofAddress) return emailTaken(ofAddress)
    const ofExternalId = user.externalId === null ? undefined : byExternalId.get(user.externalId)
    if (ofExternalId) return externalIdTaken(ofExternalId)
    const ofValue = unique.find(user)
    if (ofValue) return valueTaken(ofValue)
    // Whoever of the same call comes after this one finds it.
    byAddressKey.set(user.emailKey, user)
    if (user.externalId !== null) byExternalId.set(user.externalId, user)
    unique.add(user)
    return null
  })
}

// Writers that go through the addresses in one order do not wait for each other in a circle.
function byAddress(one: UserToAdd, other: UserToAdd): number {
  return one.user.emailKey < other.user.emailKey ? -1 : 1
}

/** Changes one user, or refuses an address, external id or unique value that somebody else has. */
export async function changeUser(work: Work, change: UserChange): Promise<User> {
  if (change.changes.email !== undefined) await requireAllowedDomain(work, change.changes.email)
  await requireFree(work, change.changes, change.user.id)
  await refusingTaken(work, change.changes, change.user.id, () => saveUsers(work, { add: [], change: [change] }))
  return Object.assign(change.user, changedValues(work, change))
}

const EMPTY_DETAILS = {
  firstName: null,
  lastName: null,
  hasPeoplePermission: false,
  jobTitle: null,
  primaryTeamId: null,
  managerId: null,
  locationId: null,
  language: null,
  externalId: null,
  timeZone: null,
  hireDate: null,
  customFields: null,
} as const satisfies Omit<UserDetails, keyof Pick<UserDetails, 'email' | 'name' | 'role'>>

/** The record of a user who does not exist yet: not invited. */
export function newUser(work: Work, { details, source, hr }: Omit<NewUser, 'secondaryTeamIds'>): User {
  const now = work.now()
  return Object.assign(new User(), EMPTY_DETAILS, details, {
    id: newId(),
    organizationId: work.viewer.organizationId,
    emailKey: canonicalAddress(details.email),
    status: UserStatus.NOT_INVITED,
    source,
    hrIntegrationId: null,
    hrFields: null,
    hrReleasedAt: null,
    ...hr,
    inviteGeneration: 0,
    lastInviteId: null,
    passwordHash: null,
    mustChangePassword: false,
    sessionGeneration: 0,
    confirmedAt: null,
    confirmedBy: null,
    deactivatedAt: null,
    statusBeforeDeactivation: null,
    createdAt: now,
    updatedAt: now,
  })
}

/**
 * Writes many users by few statements: the records of new ones, and what differs of old ones. Sort both by address. A
 * taken address, external id or unique value is the database's unique violation, and the caller's to explain.
 */
export async function saveUsers(
  work: Work,
  { add, change }: { add: readonly UserToAdd[]; change: readonly UserChange[] },
): Promise<void> {
  if (add.length > 0) await work.rows(User).insertMany(add.map(({ user }) => user))
  if (change.length > 0) await updateUsers(work, change)
  const lists = [
    ...add.map(({ user, secondaryTeamIds }) => ({ userId: user.id, teamIds: secondaryTeamIds, isNew: true })),
    ...change.flatMap(({ user, secondaryTeamIds }) =>
      secondaryTeamIds ? [{ userId: user.id, teamIds: secondaryTeamIds, isNew: false }] : [],
    ),
  ]
  const replaced = lists.filter((list) => !list.isNew).map((list) => list.userId)
  if (replaced.length > 0) await work.rows(UserTeam).delete({ userId: In(replaced) })
  const memberships = lists.flatMap(({ userId, teamIds }) =>
    teamIds.map((teamId, position) => ({ userId, teamId, position })),
  )
  if (memberships.length > 0) await work.rows(UserTeam).insertMany(memberships)
  await keepUniqueValues(work, [
    ...add.flatMap(({ user: { id, customFields } }) => (customFields ? { userId: id, customFields, isNew: true } : [])),
    ...change.flatMap(({ user, changes: { customFields } }) =>
      customFields === undefined ? [] : { userId: user.id, customFields, isNew: false },
    ),
  ])
  await announceUsers(
    work,
    add.map(({ user }) => user),
    change.map((one) => ({ ...one, changes: changedValues(work, one) })),
  )
}

async function updateUsers(work: Work, change: readonly UserChange[]): Promise<void> {
  const keys = new Set<keyof Values<User>>(
    change.flatMap(({ changes }) => Object.keys(changes) as (keyof UserDetails)[]),
  )
  if (keys.has('email')) keys.add('emailKey')
  keys.add('updatedAt')
  const rows = change.map((one) => ({ ...one.user, ...changedValues(work, one) }))
  await work.rows(User).updateMany(rows, [...keys])
}

function changedValues(work: Work, { changes }: UserChange): Partial<User> {
  const emailKey = changes.email === undefined ? {} : { emailKey: canonicalAddress(changes.email) }
  return { ...changes, ...emailKey, updatedAt: work.now() }
}

/** Whether the organization allows this canonical address; an empty list allows every domain. */
export function isDomainAllowed(emailKey: string, allowedEmailDomains: readonly string[]): boolean {
  return allowedEmailDomains.length === 0 || allowedEmailDomains.includes(emailKey.slice(emailKey.lastIndexOf('@') + 1))
}

async function requireAllowedDomain(work: Work, email: string): Promise<void> {
  const { allowedEmailDomains } = await loadOrganization(work)
  if (!isDomainAllowed(canonicalAddress(email), allowedEmailDomains)) throw domainNotAllowed(allowedEmailDomains)
}

function domainNotAllowed(allowedEmailDomains: readonly string[]): Refusal {
  return new Refusal({
    code: 'EMAIL_DOMAIN_NOT_ALLOWED',
    message: `This organization allows only addresses at ${allowedEmailDomains.join(', ')}.`,
    path: ['input', 'email'],
    hint: 'Use an address at one of these domains.',
  })
}

type Identifiers = Partial<Pick<UserDetails, 'email' | 'externalId' | 'customFields'>>

async function requireFree(work: Work, { email, externalId, customFields }: Identifiers, ownId: string): Promise<void> {
  if (email !== undefined) {
    const holder = await work.rows(User).findOne({ emailKey: canonicalAddress(email) })
    if (holder && holder.id !== ownId) throw emailTaken(holder)
  }
  if (externalId !== undefined && externalId !== null) {
    const holder = await work.rows(User).findOne({ externalId })
    if (holder && holder.id !== ownId) throw externalIdTaken(holder)
  }
  if (customFields) {
    const valued = { id: ownId, customFields }
    const taken = (await UniqueHolders.find(work, [valued])).find(valued)
    if (taken) throw valueTaken(taken)
  }
}

// Somebody may have taken the address between the look and the write, of which a part may have gone through.
async function refusingTaken(
  work: Work,
  identifiers: Identifiers,
  ownId: string,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (isUniqueViolation(error)) await requireFree(work, identifiers, ownId)
    throw error
  }
}

const NEXT_STEP: Record<UserStatus, string> = {
  NOT_INVITED: 'They were added without an invite; send one with resendInvite.',
  INVITE_SCHEDULED: 'Their invite is scheduled; send it now or move it with resendInvite.',
  INVITE_PENDING: 'They were invited and have not accepted yet; send a new link with resendInvite.',
  CONFIRMED: 'They have confirmed already and can sign in.',
  DEACTIVATED: 'They were deactivated; bring them back with reactivateUser, or use another address.',
}

function emailTaken(holder: User): Refusal {
  return new Refusal({
    code: 'EMAIL_TAKEN',
    message: `${holder.name} has this address already (${holder.status}).`,
    path: ['input', 'email'],
    hint: NEXT_STEP[holder.status],
    facts: { type: 'EmailTakenError', userId: holder.id },
  })
}

function externalIdTaken(holder: User): Refusal {
  return identifierTaken(holder, { label: 'external id', path: ['input', 'externalId'] })
}

function valueTaken({ field: { label }, holder }: { field: CustomField; holder: User }): Refusal {
  return identifierTaken(holder, { label, path: ['input', 'customFields'] })
}

function identifierTaken(holder: User, { label, path }: { label: string; path: readonly string[] }): Refusal {
  return new Refusal({
    code: 'IDENTIFIER_TAKEN',
    message: `${holder.name} (${holder.email}) has this ${label} already.`,
    path,
    hint: `Correct the ${label}, or change the user who has it.`,
    facts: { type: 'EmailTakenError', userId: holder.id },
  })
}
