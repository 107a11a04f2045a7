import { isDeepStrictEqual } from 'node:util'
import { IsNull } from 'typeorm'
import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { sendInvite } from '../invites/send-invite.ts'
import { findOrAddLocations } from '../teams/find-or-add-location.ts'
import { findOrAddTeams } from '../teams/find-or-add-team.ts'
import { checkTeamName } from '../teams/team-name.ts'
import { Team } from '../teams/team.ts'
import { hasControlCharacters, LONGEST_TEXT } from '../users/check-details.ts'
import { changedUserDetails, newUserDetails, type UserInput } from '../users/check-user-input.ts'
import { canonicalAddress } from '../users/email-address.ts'
import { findUserToChange } from '../users/find-user-to-change.ts'
import { requireAnotherOwner } from '../users/require-another-owner.ts'
import { changeUser, saveUser, type UserChange } from '../users/save-user.ts'
import { losesLink, valuesOf } from '../users/update-user.ts'
import {
  deactivated,
  mayBeInvited,
  reactivated,
  User,
  UserSource,
  UserStatus,
  UserTeam,
  withoutSentInvite,
} from '../users/user.ts'
import { HrIntegration } from '../access/hr-integration.ts'
import { fieldsChangedSince, mappingVersion } from './attribute-mapping.ts'
import { findManager } from './find-manager.ts'
import { HrGroup } from './hr-group.ts'
import { HrUser } from './hr-user.ts'
import { ScimProblem } from './scim-error.ts'
import type { ScimDocument } from './scim-normalise.ts'
import {
  customInputOf,
  documentOf,
  inputOf,
  ownedFields,
  scimValues,
  toldIn,
  type ScimValues,
  type SyncedUser,
} from './scim-user.ts'

const USER_PATH = ['input', 'userId']

/** Adds a user whom the HR system tells of, or brings back one whom it had called a leaver. */
export async function addHrUser(work: Work, caller: HrIntegration, document: ScimDocument): Promise<SyncedUser> {
  requireManagePeople(work)
  const integration = await asOfNow(work, caller)
  const values = scimValues(document, integration)
  const leaver = await findLeaver(work, integration, values)
  if (leaver) return pushUser(work, integration, { userId: leaver.id, isReturning: true, change: () => document })
  const manager = await managerOf(work, integration, { user: null, hrUser: null, values })
  const input: UserInput = {
    name: values.startingName,
    ...values.input,
    customFields: customInputOf(values.told, {}),
    ...manager.input,
    role: integration.defaultRole,
    ...(await teamOf(work, values.told.primaryTeam)),
    ...(await locationOf(work, values.told.location)),
  }
  const { details, secondaryTeamIds } = await newUserDetails(work, input)
  const user = await saveUser(work, {
    details,
    secondaryTeamIds,
    source: UserSource.HR_SYNC,
    hr: { hrIntegrationId: integration.id, hrFields: ownedFields(values, integration, manager) },
  })
  await requireOwnUserName(work, integration, { userId: user.id, values })
  const hrUser = await work.rows(HrUser).insert({
    userId: user.id,
    hrIntegrationId: integration.id,
    document,
    ...marksOf(work, integration, { values, hrUser: null }),
    removedAt: null,
  })
  if (!values.isActive && integration.deactivateLeavers) {
    await changeUser(work, { user, changes: deactivated(user, work.now()) })
  }
  const invite = values.isActive && integration.sendInvites ? await sendInvite(work, user, null) : null
  const { email, role, status } = user
  await record(work, 'user.added', user.id, { email, role, status, inviteId: invite?.id ?? null })
  return withTeam(work, user, hrUser)
}

// The mapping may have been changed since the request came in.
async function asOfNow(work: Work, integration: HrIntegration): Promise<HrIntegration> {
  return (await work.rows(HrIntegration).findOne({ id: integration.id })) ?? integration
}

// Where the address is taken from userName, the database itself keeps them apart.
async function requireOwnUserName(
  work: Work,
  { id }: HrIntegration,
  { userId, values: { userNameKey } }: { userId: string; values: ScimValues },
): Promise<void> {
  if (userNameKey === null) return
  const others = await work.rows(HrUser).find({ hrIntegrationId: id, userNameKey, removedAt: IsNull() }, { take: 2 })
  if (others.every((other) => other.userId === userId)) return
  throw new ScimProblem(409, `Another user has the userName ${userNameKey}.`, 'uniqueness')
}

// Somebody whom this HR system said to have left is the same person when it adds them again.
async function findLeaver(work: Work, integration: HrIntegration, values: ScimValues): Promise<User | null> {
  const user = await work.rows(User).findOne({ emailKey: canonicalAddress(values.input.email) })
  const hrUser = user && (await work.rows(HrUser).findOne({ userId: user.id, hrIntegrationId: integration.id }))
  return hrUser && !hrUser.isActive ? user : null
}

interface Push {
  userId: string
  /** Added again after the HR system had removed them. */
  isReturning?: boolean
  /** What the document becomes; given the one there is. */
  change: (document: ScimDocument) => ScimDocument
}

/**
 * Makes a user what the HR system says. Only what differs is written; what the HR system never said anything of stays
 * as it is, and so does a deactivation by hand for as long as the HR system merely repeats that the user is active.
 */
export async function pushUser(
  work: Work,
  caller: HrIntegration,
  { userId, isReturning = false, change }: Push,
): Promise<SyncedUser> {
  requireManagePeople(work)
  const { user, hrUser } = await findSyncedUser(work, caller, userId, isReturning)
  const integration = await asOfNow(work, caller)
  const before = await withTeam(work, user, hrUser)
  // What a person changed here meanwhile is no part of what the HR system sent.
  const document = change(hrUser ? { ...hrUser.document, active: hrUser.isActive } : documentOf(before, integration))
  const values = scimValues(document, integration)
  await requireOwnUserName(work, integration, { userId, values })
  const manager = await managerOf(work, integration, { user, hrUser, values })
  const input = { ...(await changedInput(work, integration, { hrUser, values })), ...manager.input }
  const wanted = { ...input, ...(await stayingInGroup(work, user, input)) }
  const { changes, secondaryTeamIds } = await changedUserDetails(work, user, wanted)
  const status = await statusChange(work, integration, { user, hrUser, values })
  const marks = losesLink(user, changes) ? { inviteGeneration: withoutSentInvite(user) } : {}
  const old = { values: valuesOf(user, changes), status: user.status }
  const isChanged = Object.keys(changes).length > 0 || secondaryTeamIds !== undefined
  const hrMarks = {
    source: UserSource.HR_SYNC,
    hrIntegrationId: integration.id,
    hrFields: ownedFields(values, integration, manager),
  }
  if (isChanged || status || !isDeepStrictEqual(hrMarks, marksOfHr(user))) {
    await changeUser(work, { user, changes: { ...changes, ...marks, ...status, ...hrMarks }, secondaryTeamIds })
  }
  const attributes = changedAttributes(hrUser?.document ?? {}, document)
  const saved = await saveHrUser(work, integration, { user, hrUser, document, values })
  const isFirst = values.isActive && hrUser !== null && hrUser.startedAt === null
  if (isFirst && integration.sendInvites && mayBeInvited(user)) await sendInvite(work, user, null)
  if (isChanged || attributes.length > 0) {
    const after = { ...changes, ...(secondaryTeamIds && { secondaryTeamIds }) }
    await record(work, 'user.updated', user.id, { before: old.values, after, attributes: attributes.join(', ') })
  }
  if (status) await recordStatus(work, user, old.status)
  return withTeam(work, user, saved)
}

function marksOfHr({ source, hrIntegrationId, hrFields }: User): Pick<User, 'source' | 'hrIntegrationId' | 'hrFields'> {
  return { source, hrIntegrationId, hrFields }
}

/** The user whom an integration may change; one whom nobody looks after yet is looked after by it from now on. */
export async function findSyncedUser(
  work: Work,
  integration: HrIntegration,
  userId: string,
  isReturning = false,
): Promise<{ user: User; hrUser: HrUser | null }> {
  const user = await findUserToChange(work, userId)
  const hrUser = await work.rows(HrUser).findOne({ userId })
  if (hrUser && hrUser.hrIntegrationId !== integration.id) {
    throw new ScimProblem(403, `${user.name} is looked after by another HR integration.`)
  }
  if (hrUser?.removedAt && !isReturning) throw new ScimProblem(404, 'There is no user with this id.')
  return { user, hrUser }
}

// A field that the HR system told before and tells no more is empty; one that it never told is not its own, and told the
// same once more a user keeps what people corrected meanwhile. What comes from another attribute than before is told anew.
async function changedInput(
  work: Work,
  integration: HrIntegration,
  { hrUser, values }: { hrUser: HrUser | null; values: ScimValues },
): Promise<UserInput> {
  const told = hrUser ? toldBefore(hrUser, integration) : {}
  const before: UserInput = inputOf(told, integration)
  const gone = Object.keys(before).filter((field) => !(field in values.input))
  const fresh = Object.entries(values.input).filter(([field, value]) => before[field as keyof UserInput] !== value)
  const { primaryTeam, location } = values.told
  return {
    ...Object.fromEntries(gone.map((field) => [field, null])),
    ...Object.fromEntries(fresh),
    customFields: customInputOf(values.told, told),
    ...(told.primaryTeam !== undefined && primaryTeam === undefined && { primaryTeamId: null }),
    ...(told.primaryTeam !== primaryTeam && (await teamOf(work, primaryTeam))),
    ...(told.location !== undefined && location === undefined && { locationId: null }),
    ...(told.location !== location && (await locationOf(work, location))),
  }
}

function toldBefore({ document, mappingVersion: version }: HrUser, integration: HrIntegration): ScimValues['told'] {
  const told = toldIn(document, integration)
  for (const field of fieldsChangedSince(integration, version)) delete told[field]
  return told
}

// Another department does not take a user out of the group that an HR system put them in.
async function stayingInGroup(
  work: Work,
  user: User,
  { primaryTeamId }: UserInput,
): Promise<Pick<UserInput, 'secondaryTeamIds'>> {
  const teamId = user.primaryTeamId
  if (primaryTeamId === undefined || teamId === null || teamId === primaryTeamId) return {}
  if (!(await work.rows(HrGroup).findOne({ teamId }))) return {}
  const others = await work.rows(UserTeam).find({ userId: user.id }, { order: { position: 'ASC' } })
  return { secondaryTeamIds: [...others.map((other) => other.teamId), teamId] }
}

async function teamOf(work: Work, department: string | undefined): Promise<Pick<UserInput, 'primaryTeamId'>> {
  if (department === undefined) return {}
  const name = checkTeamName(department)
  return { primaryTeamId: (await findOrAddTeams(work, [name])).get(name) as string }
}

// A manager who cannot be found is left to people, and looked for again whenever the HR system tells of the user.
async function managerOf(
  work: Work,
  integration: HrIntegration,
  { user, hrUser, values }: { user: User | null; hrUser: HrUser | null; values: ScimValues },
): Promise<{ input: Pick<UserInput, 'managerId'>; isOwnManager: boolean }> {
  const name = values.told.manager
  const isOwn = hrUser !== null && (user?.hrFields ?? []).includes('manager')
  if (isOwn && name === toldBefore(hrUser, integration).manager) return { input: {}, isOwnManager: true }
  const manager = name === undefined ? null : await findManager(work, name, user)
  if (manager) return { input: { managerId: manager.id }, isOwnManager: true }
  return { input: isOwn ? { managerId: null } : {}, isOwnManager: false }
}

async function locationOf(work: Work, location: string | undefined): Promise<Pick<UserInput, 'locationId'>> {
  if (location === undefined) return {}
  if ([...location].length > LONGEST_TEXT || hasControlCharacters(location)) {
    const message = `The location ${location.slice(0, 60)} is longer than ${LONGEST_TEXT} characters or holds line breaks.`
    throw new ScimProblem(400, message, 'invalidValue')
  }
  return { locationId: (await findOrAddLocations(work, [location])).get(location) as string }
}

async function statusChange(
  work: Work,
  { deactivateLeavers }: HrIntegration,
  { user, hrUser, values }: { user: User; hrUser: HrUser | null; values: ScimValues },
): Promise<UserChange['changes'] | null> {
  const isDeactivated = user.status === UserStatus.DEACTIVATED
  if (!values.isActive) {
    if (!deactivateLeavers || isDeactivated) return null
    await requireAnotherOwner(work, user, USER_PATH)
    return deactivated(user, work.now())
  }
  return isDeactivated && hrUser && !hrUser.isActive ? reactivated(user) : null
}

async function saveHrUser(
  work: Work,
  integration: HrIntegration,
  { user, hrUser, document, values }: { user: User; hrUser: HrUser | null; document: ScimDocument; values: ScimValues },
): Promise<HrUser> {
  const marks = marksOf(work, integration, { values, hrUser })
  if (!hrUser) {
    const row = { userId: user.id, hrIntegrationId: integration.id, document, ...marks, removedAt: null }
    return work.rows(HrUser).insert(row)
  }
  const isSame =
    isDeepStrictEqual(hrUser.document, document) &&
    hrUser.isActive === marks.isActive &&
    hrUser.mappingVersion === marks.mappingVersion &&
    hrUser.removedAt === null
  if (isSame) return hrUser
  const changes = { document, ...marks, removedAt: null }
  await work.rows(HrUser).update({ userId: user.id }, changes)
  return Object.assign(hrUser, changes)
}

function marksOf(
  work: Work,
  integration: HrIntegration,
  { values, hrUser }: { values: ScimValues; hrUser: HrUser | null },
): Pick<HrUser, 'isActive' | 'externalId' | 'workEmailKey' | 'userNameKey' | 'mappingVersion' | 'startedAt'> {
  const { isActive, externalId, workEmailKey, userNameKey } = values
  const startedAt = hrUser?.startedAt ?? (isActive ? work.now() : null)
  return { isActive, externalId, workEmailKey, userNameKey, mappingVersion: mappingVersion(integration), startedAt }
}

function changedAttributes(before: ScimDocument, after: ScimDocument): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => name !== 'active' && !isDeepStrictEqual(before[name], after[name]))
}

async function recordStatus(work: Work, user: User, before: UserStatus): Promise<void> {
  const action = user.status === UserStatus.DEACTIVATED ? 'user.deactivated' : 'user.reactivated'
  await record(work, action, user.id, { status: { before, after: user.status } })
}

async function withTeam(work: Work, user: User, hrUser: HrUser | null): Promise<SyncedUser> {
  const team = user.primaryTeamId === null ? null : await work.rows(Team).findOne({ id: user.primaryTeamId })
  return { user, hrUser, teamName: team?.name ?? null }
}
