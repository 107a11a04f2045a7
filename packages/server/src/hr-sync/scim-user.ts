import type { HrIntegration } from '../access/hr-integration.ts'
import { globalId } from '../base/graphql/ids.ts'
import { isoDate, languageTag, timeZoneName } from '../users/check-details.ts'
import type { UserInput } from '../users/check-user-input.ts'
import { canonicalAddress, isAddress } from '../users/email-address.ts'
import type { HrField } from '../users/hr-fields.ts'
import { UserStatus, type User } from '../users/user.ts'
import type { HrUser } from './hr-user.ts'
import { ScimProblem } from './scim-error.ts'
import { ENTERPRISE_SCHEMA, isObject, ROLLCALL_SCHEMA, USER_SCHEMA, type ScimDocument } from './scim-normalise.ts'

/** The fields of a user that an HR system can look after; its team is one by the name of the department. */
type SyncedInput = Omit<
  UserInput,
  'primaryTeamId' | 'secondaryTeamIds' | 'managerId' | 'role' | 'permissions' | 'locationId'
>

/** What a document says about a user. A field that it says nothing of is left out. */
export interface ScimValues {
  input: SyncedInput & { email: string; name: string }
  department: string | undefined
  isActive: boolean
  externalId: string | null
  workEmailKey: string | null
}

/** Reads a document, or throws the problem of one that is no user. */
export function scimValues(document: ScimDocument): ScimValues {
  const email = textAt(document, 'userName')
  if (!email) throw new ScimProblem(400, 'A user has a userName.', 'invalidValue')
  if (!isAddress(email)) {
    const message = `The userName ${email.slice(0, 100)} is no email address. Map the address that people sign in with to userName.`
    throw new ScimProblem(400, message, 'invalidValue')
  }
  const externalId = textAt(document, 'externalId')
  const employeeId = textAt(document, ENTERPRISE_SCHEMA, 'employeeNumber') ?? externalId
  const language = languageTag(textAt(document, 'preferredLanguage') ?? textAt(document, 'locale') ?? '')
  const timeZone = timeZoneName(textAt(document, 'timezone') ?? '')
  const [firstName, lastName] = [textAt(document, 'name', 'givenName'), textAt(document, 'name', 'familyName')]
  const jobTitle = textAt(document, 'title')
  const hireDate = isoDate(textAt(document, ROLLCALL_SCHEMA, 'hireDate') ?? '')
  return {
    input: {
      email,
      name: nameOf(document, email),
      ...(firstName !== undefined && { firstName }),
      ...(lastName !== undefined && { lastName }),
      ...(jobTitle !== undefined && { jobTitle }),
      ...(employeeId !== undefined && { externalId: employeeId }),
      // A language, time zone or day that nobody knows is kept in the document and changes nothing.
      ...(language !== null && { language }),
      ...(timeZone !== null && { timeZone }),
      ...(hireDate !== null && { hireDate }),
    },
    department: textAt(document, ENTERPRISE_SCHEMA, 'department'),
    isActive: document['active'] !== false,
    externalId: externalId ?? null,
    workEmailKey: workEmailKey(document),
  }
}

/** What of a user a document says, so that nobody else may; who has left comes back when it says so. */
export function ownedFields(document: ScimDocument, values: ScimValues, integration: HrIntegration): HrField[] {
  const { name: _name, ...input } = values.input
  return [
    ...(Object.keys(input) as (keyof typeof input)[]),
    ...(document['displayName'] || document['name'] ? (['name'] as const) : []),
    ...(values.department === undefined ? [] : (['primaryTeam'] as const)),
    ...(values.isActive || !integration.deactivateLeavers ? [] : (['status'] as const)),
  ]
}

function nameOf(document: ScimDocument, email: string): string {
  const [first, last] = [textAt(document, 'name', 'givenName'), textAt(document, 'name', 'familyName')]
  const parts = [first, last].filter(Boolean).join(' ')
  const whole = textAt(document, 'displayName')
  if (whole) return whole
  if (first && last) return parts
  return textAt(document, 'name', 'formatted') ?? (parts || email.slice(0, email.lastIndexOf('@')))
}

function workEmailKey(document: ScimDocument): string | null {
  const emails = Array.isArray(document['emails']) ? document['emails'].filter(isObject) : []
  const chosen = emails.find(({ type }) => type === 'work') ?? emails.find(({ primary }) => primary) ?? emails[0]
  const value = chosen?.['value']
  return typeof value === 'string' && isAddress(value) ? canonicalAddress(value) : null
}

// Numbers are sent where texts are meant; whatever else stands there is not one.
function textAt(document: ScimDocument, ...path: string[]): string | undefined {
  let value: unknown = document
  for (const key of path) value = isObject(value) ? value[key] : undefined
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.trim() || undefined : undefined
}

/** A user with what is known of them as an HR system sees it. */
export interface SyncedUser {
  user: User
  /** Null for a user whom no integration looks after. */
  hrUser: HrUser | null
  teamName: string | null
}

/** The document of a user: what the HR system sent, with what is true by now. */
export function documentOf({ user, hrUser, teamName }: SyncedUser): ScimDocument {
  const sent = hrUser?.document ?? {
    ...(teamName !== null && { [ENTERPRISE_SCHEMA]: { department: teamName } }),
    ...(user.externalId !== null && { externalId: user.externalId }),
    emails: [{ value: user.email, type: 'work', primary: true }],
  }
  const name = {
    ...(isObject(sent['name']) ? sent['name'] : { formatted: user.name }),
    ...(user.firstName !== null && { givenName: user.firstName }),
    ...(user.lastName !== null && { familyName: user.lastName }),
  }
  return {
    displayName: user.name,
    ...sent,
    userName: user.email,
    name,
    ...(user.jobTitle !== null && { title: user.jobTitle }),
    active: user.status !== UserStatus.DEACTIVATED && (hrUser?.isActive ?? true),
  }
}

/** The resource of a user, as it is answered. */
export function userResource(synced: SyncedUser, baseUrl: string): Record<string, unknown> {
  const document = documentOf(synced)
  const id = globalId('User', synced.user.id)
  const extensions = Object.keys(document).filter((key) => /^urn:/i.test(key))
  return {
    schemas: [USER_SCHEMA, ...extensions],
    id,
    ...document,
    name: { ...partsOf(synced.user.name), ...(isObject(document['name']) ? document['name'] : {}) },
    meta: {
      resourceType: 'User',
      created: synced.user.createdAt.toISOString(),
      lastModified: synced.user.updatedAt.toISOString(),
      location: `${baseUrl}/Users/${id}`,
    },
  }
}

// Senders count on both parts. They are shown and not stored: what the whole name of a person means is not ours to say.
function partsOf(name: string): { givenName: string; familyName: string } {
  const words = name.split(' ')
  const familyName = words.at(-1) ?? name
  return { givenName: words.slice(0, -1).join(' ') || familyName, familyName }
}
