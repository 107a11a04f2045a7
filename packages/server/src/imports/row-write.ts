import { bareCustomKey, isCustomKey } from '../users/custom-field.ts'
import { withCustomValues } from '../users/custom-values.ts'
import type { UserDetails } from '../users/save-user.ts'
import type { User } from '../users/user.ts'
import type { CheckedValues } from './check-row.ts'
import { UserMatchKey } from './import-settings.ts'
import type { KnownNames, NamedRow } from './known-names.ts'
import { placeOf, type PlanContext } from './plan-context.ts'
import type { RowWrite } from './planned-row.ts'
import type { RefuseRow, RowIssue } from './row-issue.ts'

/** Fields that are text on the user and text in the row, and may be emptied. */
export const PLAIN_FIELDS = ['jobTitle', 'language', 'timeZone', 'hireDate'] as const

/** What a row says of its user, as it is written; names that there are not are refused or planned. */
export function writeOf(
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
  const own = teamAfter(user, write, context)
  const teams = write.secondaryTeams ?? []
  const primary = own ?? teams[0] ?? null
  if (!own && primary) write.primaryTeam = primary
  const seen = new Set([primary?.name])
  write.secondaryTeams = teams.filter(({ name }) => !seen.has(name) && seen.add(name))
}

/** The primary team that a user has once the row is written. */
export function teamAfter(user: User | null, { primaryTeam }: RowWrite, { teams }: PlanContext): NamedRow | null {
  return primaryTeam === undefined ? teams.byId(user?.primaryTeamId ?? null) : primaryTeam
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

/** What a row says of its user without what the user has already and keeps. */
export function whatIsMissing(
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

/** Says of the names of a row that is refused already what is wrong with them too. */
export function checkNames(values: CheckedValues, context: PlanContext, refuse: RefuseRow, issues: RowIssue[]): void {
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
