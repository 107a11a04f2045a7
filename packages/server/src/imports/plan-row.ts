import { Role } from '../base/viewer.ts'
import { otherValues, withCustomValues } from '../users/custom-values.ts'
import { hrFieldsOf, hrFieldWords, type HrField } from '../users/hr-fields.ts'
import { isNameOf, type KnownManagers } from '../users/known-managers.ts'
import { isDomainAllowed, type UserDetails } from '../users/save-user.ts'
import { UserSource, UserStatus, type User } from '../users/user.ts'
import { bareCustomKey, isCustomKey, type CustomFieldKey } from '../users/custom-field.ts'
import type { CheckedRow, CheckedValues } from './check-row.ts'
import { type FieldKey } from './fields.ts'
import { hireDayInvite, type HireDays } from './hire-day-invite.ts'
import { DeactivatedPolicy, ImportMode, UserMatchKey } from './import-settings.ts'
import type { KnownNames, NamedRow } from './known-names.ts'
import type { Repeated } from './import-row.ts'
import { identifierIn, matchedUser, type MatchContext } from './match-user.ts'
import { circleOfLines, managerIssue, managerProblem, NOT_APPLIED, SELF, UNKNOWN } from './plan-manager.ts'
import type { RefuseRow, RowIssue, RowIssueCode } from './row-issue.ts'

/** What committing does with a row, or did. */
export const RowAction = {
  CREATE: 'CREATE',
  UPDATE: 'UPDATE',
  REACTIVATE: 'REACTIVATE',
  UNCHANGED: 'UNCHANGED',
  SKIP: 'SKIP',
  INVALID: 'INVALID',
  /** Never planned: applying stopped before the row. */
  NOT_REACHED: 'NOT_REACHED',
} as const
export type RowAction = keyof typeof RowAction

/** A field of a user before and after a row, as text for people. */
export interface FieldChange {
  field: string
  before: string | null
  after: string | null
}

/** What a row would do to the directory as it is. */
export interface PlannedRow {
  row: CheckedRow
  action: RowAction
  issues: readonly RowIssue[]
  /** The user it was matched to. */
  user: User | null
  changes: readonly FieldChange[]
  /** What to write; null when nothing is. */
  write: RowWrite | null
  /** With invites on the hire date: when the one of a new user leaves; null for none. */
  inviteAt?: Date | null
  /** Its user is deactivated when all rows are applied. */
  deactivates?: boolean
}

/** What a row writes. Names that do not exist yet have no id; they are made before the row is written. */
interface RowWrite {
  details: Partial<UserDetails>
  primaryTeam?: NamedRow | null
  location?: NamedRow | null
  secondaryTeams?: readonly NamedRow[]
  /** The manager whom it names, where that one is there only when every row is applied. */
  lateManager?: LateManager
  /** Those that the list takes the place of. */
  formerSecondaryTeamIds?: readonly string[]
}

/** Whom a row names as manager, by address or employee ID, and whether it changes nothing else. */
interface LateManager {
  name: string
  isOnlyChange: boolean
}

/** The directory and the rules that a row is held against. Counts change as rows are planned. */
export interface PlanContext extends MatchContext {
  /** The user who imports; an API key is none. */
  viewerId: string | null
  /** The HR integration that imports, and may change whom it looks after; null where people do. */
  hrIntegrationId: string | null
  /** What it says about its users, and nobody else may; empty where people import. */
  hrFields: readonly HrField[]
  /** What the HR integrations are called, by their ids. */
  hrNames: ReadonlyMap<string, string>
  grantableRoles: readonly Role[]
  allowedEmailDomains: readonly string[]
  /** Field to the position of its column, to say where a mistake stands. */
  columnIndexes: ReadonlyMap<string, number>
  teams: KnownNames
  locations: KnownNames
  /** Ids of the secondary teams of users that were found. */
  secondaryTeamIds: ReadonlyMap<string, readonly string[]>
  /** Who manages the people whose primary team it is, by the id of the team. */
  teamManagers: ReadonlyMap<string, Person>
  /** Who is named as manager in these rows, and who manages their users by now. */
  managers: KnownManagers
  owners: { left: number }
  /** Null where invites do not go by the hire date. */
  hireDays: HireDays | null
  /** Of which a user who has a value keeps it. */
  keptFields: readonly (FieldKey | CustomFieldKey)[]
}

type Person = Pick<User, 'id' | 'name'>

/** What a row has to do with other rows of its file. */
export interface RowRelation {
  /** An earlier row about the same person. */
  repeated: Repeated | undefined
  /** Whether its manager has no row. */
  hasOutsideManager: boolean
  /** The lines of a circle of managers of which it is the last row. */
  managerCircle?: string | undefined
}

/** Decides what happens to a row that was checked. Preview and commit both ask here, so they cannot disagree. */
export function planRow(row: CheckedRow, relation: RowRelation, context: PlanContext): PlannedRow {
  const planned = decide(row, relation, context)
  const { user, write } = planned
  if (user && write?.details.managerId !== undefined) context.managers.give(user, write.details.managerId)
  for (const known of [context.teams, context.locations]) known.settleRow({ isApplied: planned.write !== null })
  return planned
}

function decide(row: CheckedRow, relation: RowRelation, context: PlanContext): PlannedRow {
  const { settings } = context
  const issues = [...row.issues]
  const invalid = (user: User | null): PlannedRow => planned(row, RowAction.INVALID, issues, user)
  const refuse = (code: RowIssueCode, field: string, value: string | null, message: string, suggestion?: string) =>
    issues.push({ code, severity: 'ERROR', message, ...placeOf(field, context), value: value ?? undefined, suggestion })

  const user = matchedUser(row, context, refuse)
  if (relation.repeated) {
    const [line, field] = relation.repeated
    const { what = field, value = null } = identifierIn(field, row.values, context) ?? {}
    const message = `Line ${line} is about the same person, for it has the same ${what}; keep one of the two.`
    refuse('DUPLICATE_IN_FILE', field, value, message)
  }
  if (issues.some((issue) => issue.severity === 'ERROR')) {
    // Whoever puts the row right is told of its names as well, and not in a second round.
    if (!row.issues.some(({ code }) => code === 'CELL_COUNT')) checkNames(row.values, context, refuse, issues)
    return invalid(user)
  }

  if (!user && settings.mode === ImportMode.UPDATE_ONLY) return planned(row, RowAction.SKIP, issues, null)
  if (user && settings.mode === ImportMode.ADD_ONLY) return planned(row, RowAction.SKIP, issues, user)
  if (row.values.deactivate === 'yes') return deactivation(row, user, issues, context, refuse)
  const isBack = user?.status === UserStatus.DEACTIVATED
  if (isBack && (settings.deactivatedUsers === DeactivatedPolicy.REPORT || !isReturning(user, context))) {
    refuse(
      'USER_DEACTIVATED',
      'email',
      user.email,
      `${user.name} is deactivated. Reactivate them, choose to reactivate in the settings, or leave the row out.`,
    )
    return invalid(user)
  }
  if (isBack && ownedFields(user, context).includes('status')) {
    const message = `${hrName(user, context)} says that ${user.name} has left. They come back when it says so.`
    refuse('HR_OWNED', 'email', user.email, message)
    return invalid(user)
  }

  const values = user && context.keptFields.length > 0 ? whatIsMissing(row.values, user, context) : row.values
  const write = writeOf(values, user, context, refuse, issues)
  nameManager(values, user, write, relation, context, issues)
  const changes = user ? leaveOwned(user, write, changesOf(user, write, context), context, issues) : []
  const isChanged = !user || isBack || takesOver(user, context)
  if (!isChanged && changes.length === 0) return planned(row, RowAction.UNCHANGED, issues, user)
  if (write.lateManager) write.lateManager.isOnlyChange = !isChanged && changes.length === 1
  requireRights(values, user, write, context, refuse)
  if (issues.some((issue) => issue.severity === 'ERROR')) return invalid(user)

  if (user?.role === Role.OWNER && write.details.role && write.details.role !== Role.OWNER && !isBack)
    context.owners.left--
  const action = !user ? RowAction.CREATE : isBack ? RowAction.REACTIVATE : RowAction.UPDATE
  if (action !== RowAction.CREATE || !context.hireDays) return { row, action, issues, user, changes, write }
  return { row, action, issues, user, changes, write, inviteAt: inviteAt(values, context.hireDays, context, issues) }
}

function inviteAt(values: CheckedValues, days: HireDays, context: PlanContext, issues: RowIssue[]): Date | null {
  const invite = hireDayInvite(values, days)
  if ('at' in invite) return invite.at
  const { problem: message } = invite
  const place = placeOf('hireDate', context)
  issues.push({ code: 'NOT_INVITED', severity: 'WARNING', message, ...place, value: values.hireDate || undefined })
  return null
}

// Whoever leaves is not changed otherwise, and a stranger is not added to be deactivated.
function deactivation(
  row: CheckedRow,
  user: User | null,
  issues: RowIssue[],
  context: PlanContext,
  refuse: RefuseRow,
): PlannedRow {
  const { viewerId, grantableRoles, owners } = context
  if (!user) return planned(row, RowAction.SKIP, issues, null)
  if (user.status === UserStatus.DEACTIVATED) return planned(row, RowAction.UNCHANGED, issues, user)
  const isOwner = user.role === Role.OWNER
  if (user.id === viewerId) {
    refuse(
      'ROLE_NOT_ALLOWED',
      'deactivate',
      'yes',
      'You cannot deactivate yourself. Ask somebody else who may manage people.',
    )
  } else if (isOthers(user, context)) {
    const message = `${hrName(user, context)} looks after ${user.name} and says when they have left. No file deactivates them.`
    refuse('HR_OWNED', 'deactivate', 'yes', message)
  } else if (!grantableRoles.includes(user.role)) {
    refuse(
      'ROLE_NOT_ALLOWED',
      'deactivate',
      'yes',
      `You may not deactivate ${user.name}, who has the role ${user.role}.`,
    )
  } else if (isOwner && owners.left <= 1) {
    refuse('LAST_OWNER', 'deactivate', 'yes', `${user.name} is the last owner and must stay one.`)
  } else {
    if (isOwner) owners.left--
    const changes = [{ field: 'deactivate', before: 'no', after: 'yes' }]
    return { row, action: RowAction.UPDATE, issues, user, changes, write: null, deactivates: true }
  }
  return planned(row, RowAction.INVALID, issues, user)
}

/** What becomes of a row whose manager is not there when every row is applied, as the row of that one is not. */
export function withoutLateManager(
  planned: PlannedRow,
  { columnIndexes }: Pick<PlanContext, 'columnIndexes'>,
): PlannedRow {
  const { lateManager, ...write } = planned.write as RowWrite
  const { name, isOnlyChange } = lateManager as LateManager
  return {
    ...planned,
    action: isOnlyChange ? RowAction.UNCHANGED : planned.action,
    issues: [...planned.issues, managerIssue(name, NOT_APPLIED, columnIndexes.get('manager'))],
    changes: planned.changes.filter(({ field }) => field !== 'manager'),
    write: isOnlyChange ? null : write,
  }
}

/** A row that was left out by hand: nothing is said about it, and its user does not count as missing. */
export function leftOutRow(row: CheckedRow, { byEmail }: Pick<PlanContext, 'byEmail'>): PlannedRow {
  const user = (row.values.emailKey && byEmail.get(row.values.emailKey)) || null
  return planned(row, RowAction.SKIP, [], user)
}

function placeOf(field: string, { columnIndexes }: PlanContext): Pick<RowIssue, 'field' | 'columnIndex'> {
  return { field, columnIndex: columnIndexes.get(field) }
}

function planned(row: CheckedRow, action: RowAction, issues: readonly RowIssue[], user: User | null): PlannedRow {
  return { row, action, issues, user, changes: [], write: null }
}

/** What a row says of its user without what the user has already and keeps. */
function whatIsMissing(
  values: CheckedValues,
  user: User,
  { keptFields, secondaryTeamIds }: PlanContext,
): CheckedValues {
  const missing = { ...values }
  for (const field of keptFields) {
    const takesAway = missing[field]?.length === 0
    if (!takesAway && hasValue(user, field, secondaryTeamIds)) delete missing[field]
  }
  // The parts of the name were only to be filled in.
  const parts = (['firstName', 'lastName'] as const).filter((part) => missing[part])
  if (!missing.name && parts.every((part) => keptFields.includes(part))) missing.name = user.name
  return missing
}

function hasValue(
  user: User,
  field: PlanContext['keptFields'][number],
  secondaryTeamIds: PlanContext['secondaryTeamIds'],
): boolean {
  if (isCustomKey(field)) return user.customFields?.[bareCustomKey(field)] !== undefined
  if (field === 'primaryTeam') return user.primaryTeamId !== null
  if (field === 'location') return user.locationId !== null
  if (field === 'secondaryTeams') return secondaryTeamIds.has(user.id)
  if (field === 'manager') return user.managerId !== null
  return field !== 'deactivate' && user[field] !== null
}

/** Fields that are text on the user and text in the row, and may be emptied. */
const PLAIN_FIELDS = ['jobTitle', 'language', 'timeZone', 'hireDate'] as const

function writeOf(
  values: CheckedValues,
  user: User | null,
  context: PlanContext,
  refuse: RefuseRow,
  issues: RowIssue[],
): RowWrite {
  const details: Partial<UserDetails> = {}
  const write: RowWrite = { details }
  const given = (cell: string | readonly string[] | undefined): boolean =>
    cell !== undefined && (cell.length > 0 || user !== null)

  Object.assign(details, namesOf(values, user))
  if (!user && !details.name) refuse('REQUIRED', 'name', null, 'A new user needs a name.')
  if (values.email && (!user || context.settings.matchBy !== UserMatchKey.EMAIL)) details.email = values.email
  if (given(values.externalId)) details.externalId = values.externalId || null
  if (values.role) details.role = values.role
  for (const field of PLAIN_FIELDS) if (given(values[field])) details[field] = values[field] || null
  if (context.customFields.length > 0) {
    const custom = context.customFields.flatMap(({ field, key }): [string, string | null][] =>
      given(values[field]) ? [[key, values[field] || null]] : [],
    )
    details.customFields = withCustomValues(user?.customFields ?? null, new Map(custom))
  }

  if (given(values.primaryTeam)) {
    write.primaryTeam = nameOf('primaryTeam', values.primaryTeam as string, context, refuse, issues)
  }
  if (given(values.location)) write.location = nameOf('location', values.location as string, context, refuse, issues)
  if (given(values.secondaryTeams)) {
    write.secondaryTeams = (values.secondaryTeams as readonly string[]).flatMap(
      (name) => nameOf('secondaryTeams', name, context, refuse, issues) ?? [],
    )
    settleTeams(write, user, context)
  }
  return write
}

// A secondary team without a primary one becomes the primary, and no team is both.
function settleTeams(write: RowWrite, user: User | null, context: PlanContext): void {
  const own = write.primaryTeam === undefined ? context.teams.byId(user?.primaryTeamId ?? null) : write.primaryTeam
  const teams = write.secondaryTeams ?? []
  const primary = own ?? teams[0] ?? null
  if (!own && primary) write.primaryTeam = primary
  const seen = new Set([primary?.name])
  write.secondaryTeams = teams.filter(({ name }) => !seen.has(name) && seen.add(name))
}

function namesOf(values: CheckedValues, user: User | null): Partial<UserDetails> {
  const { name, firstName, lastName } = values
  const names: Partial<UserDetails> = {}
  if (firstName) names.firstName = firstName
  if (lastName) names.lastName = lastName
  if (name) names.name = name
  else if (firstName || lastName) {
    names.name = [firstName || user?.firstName, lastName || user?.lastName].filter(Boolean).join(' ')
  }
  return names
}

function checkNames(values: CheckedValues, context: PlanContext, refuse: RefuseRow, issues: RowIssue[]): void {
  const { primaryTeam = '', secondaryTeams = [], location = '' } = values
  nameOf('primaryTeam', primaryTeam, context, refuse, issues)
  for (const team of secondaryTeams) nameOf('secondaryTeams', team, context, refuse, issues)
  nameOf('location', location, context, refuse, issues)
}

function nameOf(
  field: 'primaryTeam' | 'secondaryTeams' | 'location',
  name: string,
  context: PlanContext,
  refuse: RefuseRow,
  issues: RowIssue[],
): NamedRow | null {
  if (!name) return null
  const isLocation = field === 'location'
  const known = isLocation ? context.locations : context.teams
  const found = known.find(name)
  if (found) return found
  const code = isLocation ? 'LOCATION_UNKNOWN' : 'TEAM_UNKNOWN'
  const word = isLocation ? 'location' : 'team'
  const mayAdd = isLocation ? context.settings.createMissingLocations : context.settings.createMissingTeams
  if (!mayAdd) {
    const nearest = nearUnlessNumbered(name, known)
    refuse(
      code,
      field,
      name,
      `There is no ${word} ${name}.${nearest ? ` Did you mean ${nearest}?` : ''} Correct the name, or choose in the settings to add what is missing.`,
      nearest,
    )
    return null
  }
  const other = known.sameButForSpelling(name) ?? nearUnlessNumbered(name, known)
  if (other) {
    const message = `${name} will be a new ${word} beside ${other}. Correct the spelling if that one is meant.`
    issues.push({ code, severity: 'WARNING', message, ...placeOf(field, context), value: name, suggestion: other })
  }
  return known.plan(name)
}

// Shift 1 and Shift 2 are two, and neither is a slip of the other.
function nearUnlessNumbered(name: string, known: KnownNames): string | undefined {
  const near = known.nearest(name)
  return near !== undefined && digitsOf(near) === digitsOf(name) ? near : undefined
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

function requireRights(
  values: CheckedValues,
  user: User | null,
  write: RowWrite,
  context: PlanContext,
  refuse: RefuseRow,
): void {
  const { settings, grantableRoles, owners } = context
  const role = write.details.role ?? user?.role ?? settings.defaultRole
  if (user && !grantableRoles.includes(user.role)) {
    refuse('ROLE_NOT_ALLOWED', 'role', user.role, `You may not change ${user.name}, who has the role ${user.role}.`)
  } else if (!grantableRoles.includes(role)) {
    refuse('ROLE_NOT_ALLOWED', 'role', role, `You may not give the role ${role}.`)
  }
  const losesOwner = user?.role === Role.OWNER && role !== Role.OWNER && user.status !== UserStatus.DEACTIVATED
  if (losesOwner && owners.left <= 1) {
    refuse('LAST_OWNER', 'role', role, `${user.name} is the last owner and must stay one.`)
  }
  const { email } = write.details
  if (
    email !== undefined &&
    values.emailKey &&
    email !== user?.email &&
    !isDomainAllowed(values.emailKey, context.allowedEmailDomains)
  ) {
    refuse(
      'EMAIL_DOMAIN_NOT_ALLOWED',
      'email',
      email,
      `Only addresses at ${context.allowedEmailDomains.join(', ')} are allowed.`,
    )
  }
}

const DIRECT_FIELDS = ['email', 'name', 'firstName', 'lastName', 'externalId', 'role', ...PLAIN_FIELDS] as const

/** What differs; the write keeps nothing else, so that an unchanged user is not touched. */
function changesOf(user: User, write: RowWrite, context: PlanContext): FieldChange[] {
  const changes: FieldChange[] = []
  for (const field of DIRECT_FIELDS) {
    const after = write.details[field]
    if (after === undefined) continue
    if (after === user[field]) delete write.details[field]
    else changes.push({ field, before: user[field], after })
  }
  changes.push(...customChanges(user, write, context))
  if (write.primaryTeam !== undefined) {
    const before = context.teams.byId(user.primaryTeamId)
    if (before?.name === write.primaryTeam?.name) delete write.primaryTeam
    else {
      changes.push({ field: 'primaryTeam', before: before?.name ?? null, after: write.primaryTeam?.name ?? null })
    }
  }
  changes.push(...managerChange(user, write, context))
  if (write.location !== undefined) {
    const before = context.locations.byId(user.locationId)
    if (before?.name === write.location?.name) delete write.location
    else changes.push({ field: 'location', before: before?.name ?? null, after: write.location?.name ?? null })
  }
  if (write.secondaryTeams !== undefined) {
    const before = (context.secondaryTeamIds.get(user.id) ?? []).map((id) => context.teams.byId(id)?.name ?? id)
    const after = write.secondaryTeams.map(({ name }) => name)
    if (before.join('\n') === after.join('\n')) delete write.secondaryTeams
    else {
      write.formerSecondaryTeamIds = context.secondaryTeamIds.get(user.id) ?? []
      changes.push({ field: 'secondaryTeams', before: before.join(', ') || null, after: after.join(', ') || null })
    }
  }
  return changes
}

function customChanges({ customFields }: User, { details }: RowWrite, context: PlanContext): FieldChange[] {
  const { customFields: written } = details
  if (written === undefined) return []
  const changes = context.customFields.flatMap(({ field, key }) => {
    const before = customFields?.[key] ?? null
    const after = written?.[key] ?? null
    return before === after ? [] : { field, before, after }
  })
  if (changes.length === 0) delete details.customFields
  return changes
}

// The manager changes with the primary team, where nobody was given to the user alone.
function managerChange(user: User, write: RowWrite, context: PlanContext): FieldChange[] {
  const own = context.managers.of(user)
  const before = own ?? teamManager(user, context.teams.byId(user.primaryTeamId), context)
  const { managerId } = write.details
  const given = managerId === undefined ? own : managerId === null ? null : context.managers.withId(managerId)
  const after = given ?? teamManager(user, teamAfter(user, write, context), context)
  if (write.lateManager === undefined && before?.id === after?.id) return []
  return [{ field: 'manager', before: before?.name ?? null, after: write.lateManager?.name ?? after?.name ?? null }]
}

function namesManager({ details, lateManager }: RowWrite): boolean {
  return details.managerId !== undefined || lateManager !== undefined
}

function teamAfter(user: User | null, { primaryTeam }: RowWrite, { teams }: PlanContext): NamedRow | null {
  return primaryTeam === undefined ? teams.byId(user?.primaryTeamId ?? null) : primaryTeam
}

function teamManager(user: User | null, team: NamedRow | null, { teamManagers }: PlanContext): Person | null {
  const manager = team?.id ? teamManagers.get(team.id) : undefined
  return manager && manager.id !== user?.id ? manager : null
}

/** Gives the user whom the row names as manager, or nobody of their own where that is who the team gives them anyway. */
function nameManager(
  values: CheckedValues,
  user: User | null,
  write: RowWrite,
  { hasOutsideManager, managerCircle }: RowRelation,
  context: PlanContext,
  issues: RowIssue[],
): void {
  const { manager: name } = values
  if (name === undefined || (name === '' && !user)) return
  const { managers, columnIndexes } = context
  const manager = managers.named(name)
  const refuse = (problem: string) => issues.push(managerIssue(name, problem, columnIndexes.get('manager')))
  const isOwn = isNameOf(name, { ...values, externalId: values.externalId || user?.externalId })
  if (isOwn) return void refuse(SELF)
  const isThere = manager !== null && manager.status !== UserStatus.DEACTIVATED
  const isKept = manager !== null && manager.id === user?.managerId
  if (managerCircle !== undefined && !isKept) {
    const known = manager && managerProblem(user, manager, managers)
    return void refuse(known ?? circleOfLines(managerCircle))
  }
  if (name !== '' && !isThere && !isKept && !hasOutsideManager) {
    write.lateManager = { name, isOnlyChange: false }
    return
  }
  if (name !== '' && !isKept) {
    const problem = manager ? managerProblem(user, manager, managers) : UNKNOWN
    if (problem !== null) return void refuse(problem)
  }
  const byTeam = teamManager(user, teamAfter(user, write, context), context)
  const managerId = manager === null || manager.id === byTeam?.id ? null : manager.id
  const before = user?.managerId ?? null
  // A manager who is that of the team as well may stay as they were given.
  if (managerId !== before && (managerId !== null || before !== byTeam?.id)) write.details.managerId = managerId
}

/** Whether somebody else looks after the user: an HR integration that is not the one importing. */
function isOthers({ source, hrIntegrationId }: User, context: PlanContext): boolean {
  return source === UserSource.HR_SYNC && (hrIntegrationId === null || hrIntegrationId !== context.hrIntegrationId)
}

/** What of a user an HR integration says, or what people say since an Owner released them from the one importing. */
function ownedFields(user: User, context: PlanContext): readonly HrField[] {
  if (!isOwn(user, context)) return hrFieldsOf(user)
  return user.hrReleasedAt === null ? [] : (user.hrFields ?? []).filter((field) => field !== 'status')
}

function isOwn({ hrIntegrationId }: User, context: PlanContext): boolean {
  return hrIntegrationId !== null && hrIntegrationId === context.hrIntegrationId
}

function hrName({ hrIntegrationId }: User, { hrNames }: PlanContext): string {
  return (hrIntegrationId && hrNames.get(hrIntegrationId)) || 'An HR integration'
}

/** Takes out of a write what an HR integration keeps in step, and says so for each column. */
function leaveOwned(
  user: User,
  write: RowWrite,
  changes: FieldChange[],
  context: PlanContext,
  issues: RowIssue[],
): FieldChange[] {
  const owned: readonly string[] = ownedFields(user, context)
  const left = changes.filter(({ field }) => owned.includes(field) && (field !== 'manager' || namesManager(write)))
  if (left.length === 0) return changes
  const fields = left.map(({ field }) => field)
  for (const { field, after } of left) {
    leaveOut(write, field, user)
    // A name that follows from its parts has no column, and the parts were told.
    if (field === 'name' && !context.columnIndexes.has(field) && left.length > 1) continue
    issues.push({
      ...whyLeft(user, field as HrField, context),
      ...placeOf(field, context),
      value: after ?? undefined,
    })
  }
  const isTeamLeft = fields.includes('primaryTeam')
  const isManagerLeft = isTeamLeft && !namesManager(write)
  return changes.filter(({ field }) => !fields.includes(field) && !(isManagerLeft && field === 'manager'))
}

function whyLeft(user: User, field: HrField, context: PlanContext): Pick<RowIssue, 'code' | 'severity' | 'message'> {
  const what = `the ${hrFieldWords(field, context.customFields)} of ${user.name}`
  if (isOwn(user, context)) {
    const message = `An Owner released ${user.name}, so ${what} is for people to change, and stays as it is.`
    return { code: 'HR_RELEASED', severity: 'INFO', message }
  }
  const message = `${hrName(user, context)} keeps ${what} in step, so it stays as it is. Change it in the HR system, or ask an Owner to release ${user.name}.`
  return { code: 'HR_OWNED', severity: 'WARNING', message }
}

function leaveOut(write: RowWrite, field: string, user: User): void {
  if (field === 'primaryTeam') delete write.primaryTeam
  else if (field === 'location') delete write.location
  else if (field === 'secondaryTeams') delete write.secondaryTeams
  else if (field === 'manager') {
    delete write.details.managerId
    delete write.lateManager
  } else if (isCustomKey(field)) {
    const key = bareCustomKey(field)
    const own = new Map([[key, user.customFields?.[key] ?? null]])
    const values = withCustomValues(write.details.customFields ?? null, own)
    if (otherValues(user.customFields, values).length > 0) write.details.customFields = values
    else delete write.details.customFields
  } else delete write.details[field as keyof UserDetails]
}

/** Whom an HR integration brings back: those of its own who had left, and nobody whom people deactivated. */
function isReturning({ hrIntegrationId, hrFields }: User, context: PlanContext): boolean {
  if (context.hrIntegrationId === null) return true
  return hrIntegrationId === context.hrIntegrationId && (hrFields ?? []).includes('status')
}

/** Whether an HR integration looks after the user from now on, or says other things of them than before. */
function takesOver(user: User, context: PlanContext): boolean {
  if (context.hrIntegrationId === null) return false
  if (user.hrIntegrationId === null) return true
  return isOwn(user, context) && (user.hrFields ?? []).join() !== context.hrFields.join()
}
