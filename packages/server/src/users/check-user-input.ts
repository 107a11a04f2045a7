import { requireGrant, requireGrantPeople } from '../access/permissions.ts'
import { notFound, Refusal, type Mistake, type UserErrorCode } from '../base/errors.ts'
import { Permission, Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { Location } from '../teams/location.ts'
import { Team } from '../teams/team.ts'
import {
  hasControlCharacters,
  isoDate,
  languageTag,
  LONGEST_TEXT,
  MOST_SECONDARY_TEAMS,
  nameProblem,
  timeZoneName,
} from './check-details.ts'
import { loadCustomFields, type CustomField } from './custom-field.ts'
import { checkCustomFields, otherValues, withCustomValues, type CustomFieldInput } from './custom-values.ts'
import { isAddress, LONGEST_ADDRESS, suggestedAddress } from './email-address.ts'
import { requireManagerIn, requireNoCircle } from './require-manager.ts'
import type { UserDetails } from './save-user.ts'
import { User, UserTeam } from './user.ts'

/** What a caller says about a user, unchecked. Left out is not null. */
export interface UserInput {
  email?: string | null
  name?: string | null
  firstName?: string | null
  lastName?: string | null
  role?: Role | null
  permissions?: readonly Permission[] | null
  jobTitle?: string | null
  primaryTeamId?: string | null
  managerId?: string | null
  secondaryTeamIds?: readonly string[] | null
  locationId?: string | null
  language?: string | null
  externalId?: string | null
  timeZone?: string | null
  hireDate?: string | null
  customFields?: readonly CustomFieldInput[] | null
}

/** Details that were checked, with the teams beside the primary one. */
export interface CheckedDetails {
  details: UserDetails
  secondaryTeamIds: string[]
}

/** The details of a user who is to be added, or everything that is wrong with them. */
export async function newUserDetails(work: Work, input: UserInput): Promise<CheckedDetails> {
  return checkNewUser(work, input, await findPlaces(work, [input]))
}

/** The same where teams and locations were looked up before, for many users together. */
export function checkNewUser(work: Work, input: UserInput, places: Places): CheckedDetails {
  const { texts, mistakes } = checkTexts(input)
  const name = texts.name ?? (texts.firstName && texts.lastName ? fullName(texts) : null)
  const isWrong = (...fields: string[]) => mistakes.some(({ path }) => fields.includes(path[1] as string))
  if (!texts.email && !isWrong('email')) mistakes.push(missing('email'))
  if (!name && !isWrong('name', 'firstName', 'lastName')) mistakes.push(missing('name'))
  const custom = checkCustomFields(input.customFields ?? [], places.customFields)
  refuseAll([...mistakes, ...custom.mistakes])

  const role = input.role ?? Role.LEARNER
  requireGrant(work, role, ['input', 'role'])
  const hasPeoplePermission = input.permissions?.includes(Permission.PEOPLE) ?? false
  if (hasPeoplePermission) requireGrantPeople(work, ['input', 'permissions'])
  requireTeamsAndLocation(places, input)
  requireManagerIn(places, input)
  const [primaryTeamId, ...secondaryTeamIds] = distinct([input.primaryTeamId, ...(input.secondaryTeamIds ?? [])])
  return {
    details: {
      ...NO_TEXTS,
      ...texts,
      email: texts.email as string,
      name: name as string,
      role,
      hasPeoplePermission,
      primaryTeamId: primaryTeamId ?? null,
      managerId: input.managerId ?? null,
      locationId: input.locationId ?? null,
      customFields: withCustomValues(null, custom.given),
    },
    secondaryTeamIds,
  }
}

/** What differs from the user as they are, or everything that is wrong with it. */
export async function changedUserDetails(
  work: Work,
  user: User,
  input: UserInput,
): Promise<{ changes: Partial<UserDetails>; secondaryTeamIds?: string[] | undefined }> {
  const places = await findPlaces(work, [input])
  const { texts, mistakes } = checkTexts(input)
  if (texts.email === null) mistakes.push(missing('email'))
  if (texts.name === null) mistakes.push(missing('name'))
  if (input.role === null) mistakes.push(missing('role'))
  const custom = checkCustomFields(input.customFields ?? [], places.customFields)
  refuseAll([...mistakes, ...custom.mistakes])

  const wanted = { ...texts, ...followingName(user, texts) } as Partial<UserDetails>
  if (input.role) wanted.role = input.role
  if (input.permissions !== undefined) {
    wanted.hasPeoplePermission = input.permissions?.includes(Permission.PEOPLE) ?? false
  }
  if (input.locationId !== undefined) wanted.locationId = input.locationId
  if (input.managerId !== undefined) wanted.managerId = input.managerId
  const { primaryTeamId, secondaryTeamIds } = await changedTeams(work, user, input)
  if (primaryTeamId !== undefined) wanted.primaryTeamId = primaryTeamId

  const changes = Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => value !== undefined && value !== user[key as keyof UserDetails]),
  ) as Partial<UserDetails>
  const customFields = withCustomValues(user.customFields, custom.given)
  if (otherValues(user.customFields, customFields).length > 0) changes.customFields = customFields
  if (changes.role) requireGrant(work, changes.role, ['input', 'role'])
  if (changes.hasPeoplePermission !== undefined) requireGrantPeople(work, ['input', 'permissions'])
  requireTeamsAndLocation(places, input)
  // Whoever is deactivated goes on as the manager they are, and can only not become one.
  if (typeof changes.managerId === 'string') {
    requireManagerIn(places, input)
    await requireNoCircle(work, user, places.managers.get(changes.managerId) as User)
  }
  return { changes, secondaryTeamIds }
}

type Texts = Pick<
  UserInput,
  'email' | 'name' | 'firstName' | 'lastName' | 'jobTitle' | 'externalId' | 'language' | 'timeZone' | 'hireDate'
>

const NO_TEXTS = {
  firstName: null,
  lastName: null,
  jobTitle: null,
  externalId: null,
  language: null,
  timeZone: null,
  hireDate: null,
}

/** What is stored of a text, or what is wrong with it. */
type Check = (text: string) => string | { code: UserErrorCode; message: string; hint?: string | undefined }

const CHECKS: Record<keyof Texts, Check> = {
  email: (text) =>
    isAddress(text)
      ? // Letters of double width are another spelling of the same ones, and no mail server takes them.
        text.normalize('NFKC')
      : { code: 'EMAIL_INVALID', message: `${quoted(text)} is not an email address.`, hint: meantAddress(text) },
  name: checkName,
  firstName: checkName,
  lastName: checkName,
  jobTitle: checkText,
  externalId: checkText,
  language: (text) =>
    languageTag(text) ?? {
      code: 'INVALID',
      message: `${quoted(text)} is not a language.`,
      hint: 'Use a BCP 47 tag such as en-GB, or the name of the language.',
    },
  timeZone: (text) =>
    timeZoneName(text) ?? {
      code: 'INVALID',
      message: `${quoted(text)} is not a time zone.`,
      hint: 'Use an IANA name such as Europe/London.',
    },
  hireDate: (text) =>
    isoDate(text) ?? {
      code: 'INVALID',
      message: `${quoted(text)} is not a day.`,
      hint: 'Write year, month and day, such as 2026-11-22.',
    },
}

/** The texts as they are stored: left out stays left out, and what is null or blank becomes null. */
function checkTexts(input: Texts): { texts: Texts; mistakes: Mistake[] } {
  const texts: Texts = {}
  const mistakes: Mistake[] = []
  for (const field of Object.keys(CHECKS) as (keyof Texts)[]) {
    const typed = input[field]
    if (typed === undefined) continue
    const text = typed?.trim() || null
    const longest = field === 'email' ? LONGEST_ADDRESS : LONGEST_TEXT
    const length = [...(text ?? '')].length
    if (length > longest) {
      const message = `At most ${longest} characters; this has ${length}.`
      mistakes.push(mistake(field, { code: 'TOO_LONG', message }))
      continue
    }
    const checked = text === null ? null : CHECKS[field](text)
    if (checked === null || typeof checked === 'string') texts[field] = checked
    else mistakes.push(mistake(field, checked))
  }
  return { texts, mistakes }
}

function checkName(text: string): ReturnType<Check> {
  const problem = nameProblem(text)
  return problem === null ? text : { code: 'NAME_NOT_ALLOWED', message: problem }
}

function checkText(text: string): ReturnType<Check> {
  if (!hasControlCharacters(text)) return text
  return {
    code: 'INVALID',
    message: 'This holds line breaks or other control characters.',
    hint: 'Write it in one line.',
  }
}

function meantAddress(text: string): string {
  const meant = suggestedAddress(text)
  return meant && isAddress(meant) ? `Did you mean ${meant}?` : 'An address looks like ada@example.com.'
}

function mistake(field: keyof UserInput, { code, message, hint }: Omit<Mistake, 'path'>): Mistake {
  return { code, message, hint, path: ['input', field] }
}

function missing(field: 'email' | 'name' | 'role'): Mistake {
  const hint = field === 'name' ? 'Give name, or firstName and lastName.' : undefined
  return mistake(field, {
    code: 'REQUIRED',
    message: `A user has ${field === 'email' ? 'an email address' : `a ${field}`}.`,
    hint,
  })
}

function refuseAll(mistakes: readonly Mistake[]): void {
  const [first, ...others] = mistakes
  if (first) throw new Refusal(first, ...others)
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`
}

function fullName({ firstName, lastName }: Pick<Texts, 'firstName' | 'lastName'>): string {
  return [firstName, lastName].filter(Boolean).join(' ')
}

// A full name that is made of the parts goes on being so; one that was given by itself stays.
function followingName(user: User, texts: Texts): Pick<Texts, 'name'> {
  if (texts.name !== undefined || (texts.firstName === undefined && texts.lastName === undefined)) return {}
  if (user.name !== fullName(user)) return {}
  const name = fullName({ firstName: user.firstName, lastName: user.lastName, ...texts })
  return name ? { name } : {}
}

// A secondary team without a primary one becomes the primary, and no team is both.
async function changedTeams(
  work: Work,
  user: User,
  input: Pick<UserInput, 'primaryTeamId' | 'secondaryTeamIds'>,
): Promise<{ primaryTeamId?: string | null; secondaryTeamIds?: string[] }> {
  if (input.primaryTeamId === undefined && input.secondaryTeamIds === undefined) return {}
  const rows = await work.rows(UserTeam).find({ userId: user.id }, { order: { position: 'ASC' } })
  const before = rows.map(({ teamId }) => teamId)
  const given = input.primaryTeamId === undefined ? user.primaryTeamId : input.primaryTeamId
  const wanted = input.secondaryTeamIds === undefined ? before : (input.secondaryTeamIds ?? [])
  const isPromoted = given === null && input.secondaryTeamIds !== undefined
  const primaryTeamId = isPromoted ? (wanted[0] ?? null) : given
  const secondaryTeamIds = distinct(wanted).filter((id) => id !== primaryTeamId)
  const isSame =
    secondaryTeamIds.length === before.length && secondaryTeamIds.every((id, place) => id === before[place])
  return isSame ? { primaryTeamId } : { primaryTeamId, secondaryTeamIds }
}

function distinct(ids: readonly (string | null | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null && id !== undefined))]
}

/** The teams, locations, managers and custom fields, of those that inputs name, that there are. */
export interface Places {
  teamIds: ReadonlySet<string>
  locationIds: ReadonlySet<string>
  managers: ReadonlyMap<string, User>
  customFields: readonly CustomField[]
}

/** Looks up the teams, locations, managers and custom fields of many inputs together. */
export async function findPlaces(work: Work, inputs: readonly UserInput[]): Promise<Places> {
  const teamIds = distinct(
    // No more of a list than is needed to see that it is too long.
    inputs.flatMap((input) => [input.primaryTeamId, ...(input.secondaryTeamIds ?? []).slice(0, MOST_SECONDARY_TEAMS)]),
  )
  const locationIds = distinct(inputs.map(({ locationId }) => locationId))
  const managers = await work.rows(User).findIn('id', distinct(inputs.map(({ managerId }) => managerId)))
  const teams = await work.rows(Team).findIn('id', teamIds)
  const locations = await work.rows(Location).findIn('id', locationIds)
  return {
    teamIds: new Set(teams.map(({ id }) => id)),
    locationIds: new Set(locations.map(({ id }) => id)),
    managers: new Map(managers.map((user) => [user.id, user])),
    customFields: inputs.some(({ customFields }) => customFields?.length) ? await loadCustomFields(work) : [],
  }
}

function requireTeamsAndLocation(places: Places, input: UserInput): void {
  const { primaryTeamId, secondaryTeamIds, locationId } = input
  if (secondaryTeamIds && secondaryTeamIds.length > MOST_SECONDARY_TEAMS) {
    const message = `At most ${MOST_SECONDARY_TEAMS} secondary teams; these are ${secondaryTeamIds.length}.`
    refuseAll([mistake('secondaryTeamIds', { code: 'TOO_LONG', message })])
  }
  if (primaryTeamId && !places.teamIds.has(primaryTeamId)) {
    throw notFound('team', primaryTeamId, ['input', 'primaryTeamId'])
  }
  const unknown = secondaryTeamIds?.findIndex((id) => !places.teamIds.has(id)) ?? -1
  if (secondaryTeamIds && unknown >= 0) {
    throw notFound('team', secondaryTeamIds[unknown] as string, ['input', 'secondaryTeamIds', String(unknown)])
  }
  if (locationId && !places.locationIds.has(locationId)) {
    throw notFound('location', locationId, ['input', 'locationId'])
  }
}
