import { isDeepStrictEqual } from 'node:util'
import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { sendInvite } from '../invites/send-invite.ts'
import { findOrAddTeams } from '../teams/find-or-add-team.ts'
import { checkTeamName } from '../teams/team-name.ts'
import { Team } from '../teams/team.ts'
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
import type { HrIntegration } from '../access/hr-integration.ts'
import { HrGroup } from './hr-group.ts'
import { HrUser } from './hr-user.ts'
import { ScimProblem } from './scim-error.ts'
import type { ScimDocument } from './scim-normalise.ts'
import { documentOf, ownedFields, scimValues, type ScimValues, type SyncedUser } from './scim-user.ts'

const USER_PATH = ['input', 'userId']

/** Adds a user whom the HR system tells of, or brings back one whom it had called a leaver. */
export async function addHrUser(work: Work, integration: HrIntegration, document: ScimDocument): Promise<SyncedUser> {
  requireManagePeople(work)
  const values = scimValues(document)
  const leaver = await findLeaver(work, integration, values)
  if (leaver) return pushUser(work, integration, { userId: leaver.id, isReturning: true, change: () => document })
  const input: UserInput = {
    ...values.input,
    role: integration.defaultRole,
    ...(await teamOf(work, values.department)),
  }
  const { details, secondaryTeamIds } = await newUserDetails(work, input)
  const user = await saveUser(work, {
    details,
    secondaryTeamIds,
    source: UserSource.HR_SYNC,
    hr: { hrIntegrationId: integration.id, hrFields: ownedFields(document, values, integration) },
  })
  const hrUser = await work.rows(HrUser).insert({
    userId: user.id,
    hrIntegrationId: integration.id,
    document,
    ...marksOf(work, values, null),
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
  integration: HrIntegration,
  { userId, isReturning = false, change }: Push,
): Promise<SyncedUser> {
  requireManagePeople(work)
  const { user, hrUser } = await findSyncedUser(work, integration, userId, isReturning)
  const before = await withTeam(work, user, hrUser)
  // What a person changed here meanwhile is no part of what the HR system sent.
  const document = change(hrUser ? { ...hrUser.document, active: hrUser.isActive } : documentOf(before))
  const values = scimValues(document)
  const input = await inputOf(work, hrUser, values)
  const wanted = { ...input, ...(await stayingInGroup(work, user, input)) }
  const { changes, secondaryTeamIds } = await changedUserDetails(work, user, wanted)
  const status = await statusChange(work, integration, { user, hrUser, values })
  const marks = losesLink(user, changes) ? { inviteGeneration: withoutSentInvite(user) } : {}
  const old = { values: valuesOf(user, changes), status: user.status }
  const isChanged = Object.keys(changes).length > 0 || secondaryTeamIds !== undefined
  const hrMarks = {
    source: UserSource.HR_SYNC,
    hrIntegrationId: integration.id,
    hrFields: ownedFields(document, values, integration),
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
// same once more a user keeps what people corrected meanwhile.
async function inputOf(work: Work, hrUser: HrUser | null, values: ScimValues): Promise<UserInput> {
  const told = hrUser ? scimValues({ userName: values.input.email, ...hrUser.document }) : null
  const before: UserInput = told?.input ?? {}
  const gone = Object.keys(before).filter((field) => !(field in values.input))
  const fresh = Object.entries(values.input).filter(([field, value]) => before[field as keyof UserInput] !== value)
  const wasInTeam = told?.department !== undefined && values.department === undefined
  const isSameTeam = told !== null && told.department === values.department
  return {
    ...Object.fromEntries(gone.map((field) => [field, null])),
    ...Object.fromEntries(fresh),
    ...(wasInTeam ? { primaryTeamId: null } : isSameTeam ? {} : await teamOf(work, values.department)),
  }
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
  const marks = marksOf(work, values, hrUser)
  if (!hrUser) {
    const row = { userId: user.id, hrIntegrationId: integration.id, document, ...marks, removedAt: null }
    return work.rows(HrUser).insert(row)
  }
  const isSame =
    isDeepStrictEqual(hrUser.document, document) && hrUser.isActive === marks.isActive && hrUser.removedAt === null
  if (isSame) return hrUser
  const changes = { document, ...marks, removedAt: null }
  await work.rows(HrUser).update({ userId: user.id }, changes)
  return Object.assign(hrUser, changes)
}

function marksOf(
  work: Work,
  { isActive, externalId, workEmailKey }: ScimValues,
  hrUser: HrUser | null,
): Pick<HrUser, 'isActive' | 'externalId' | 'workEmailKey' | 'startedAt'> {
  return { isActive, externalId, workEmailKey, startedAt: hrUser?.startedAt ?? (isActive ? work.now() : null) }
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
