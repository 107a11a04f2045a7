import type { HrIntegration } from '../access/hr-integration.ts'
import { globalId } from '../base/graphql/ids.ts'
import { isoDate, languageTag, timeZoneName } from '../users/check-details.ts'
import type { UserInput } from '../users/check-user-input.ts'
import { bareCustomKey, isCustomKey } from '../users/custom-field.ts'
import type { CustomFieldInput } from '../users/custom-values.ts'
import { canonicalAddress, isAddress, LONGEST_ADDRESS } from '../users/email-address.ts'
import type { HrField } from '../users/hr-fields.ts'
import { UserStatus, type User } from '../users/user.ts'
import { attributesOf, isTakenFrom, mappedFields, textsIn, type MappedField, type Mapped } from './attribute-mapping.ts'
import type { HrUser } from './hr-user.ts'
import { attributeText } from './scim-attribute.ts'
import { ScimProblem } from './scim-error.ts'
import { ENTERPRISE_SCHEMA, isObject, USER_SCHEMA, type ScimDocument } from './scim-normalise.ts'

/** The fields of a user that an HR system can look after; its team is one by the name of the department. */
type SyncedInput = Omit<
  UserInput,
  'primaryTeamId' | 'secondaryTeamIds' | 'managerId' | 'role' | 'permissions' | 'locationId' | 'customFields'
>

/** What a document says about a user. A field that it says nothing of is left out. */
export interface ScimValues {
  input: SyncedInput & { email: string }
  /** What the document itself holds, so that the integration owns it. */
  told: Partial<Record<MappedField, string>>
  /** What they are called until somebody says otherwise. */
  startingName: string
  isActive: boolean
  externalId: string | null
  workEmailKey: string | null
  userNameKey: string | null
}

/** Reads a document as the integration maps it, or throws the problem of one that is no user. */
export function scimValues(document: ScimDocument, integration: Mapped): ScimValues {
  const userName = attributeText(document, 'userName')
  if (!userName) throw new ScimProblem(400, 'A user has a userName.', 'invalidValue')
  const told = toldIn(document, integration)
  const email = told.email
  if (email === undefined || !isAddress(email)) throw noAddress(email, integration)
  const called = told.name ?? textsIn(document, { attributeMapping: null }).name
  return {
    input: { ...inputOf(told, integration), email },
    told,
    startingName: called ?? nameIn(email),
    isActive: document['active'] !== false,
    externalId: attributeText(document, 'externalId') ?? null,
    workEmailKey: workEmailKey(document),
    userNameKey: isTakenFrom(integration, 'email', 'userName') ? null : userNameKeyOf(userName),
  }
}

/** What a document holds for each field, as it is stored. */
export function toldIn(document: ScimDocument, integration: Mapped): ScimValues['told'] {
  const texts = textsIn(document, integration)
  // A language, time zone or day that nobody knows is kept in the document and changes nothing.
  const known = {
    language: languageTag(texts.language ?? ''),
    timeZone: timeZoneName(texts.timeZone ?? ''),
    hireDate: isoDate(dayOf(texts.hireDate ?? '')),
  }
  const told = Object.entries({ ...texts, ...known }).filter(([, text]) => text !== null && text !== undefined)
  return Object.fromEntries(told) as ScimValues['told']
}

/** The fields that are texts, of what a document holds. A name that is kept in step is never missing. */
export function inputOf(
  { primaryTeam: _team, manager: _manager, location: _location, ...told }: ScimValues['told'],
  integration: Mapped,
): SyncedInput {
  const texts = Object.fromEntries(Object.entries(told).filter(([field]) => !isCustomKey(field))) as Partial<
    Record<keyof SyncedInput, string>
  >
  const isNamed = attributesOf(integration, 'name').length > 0
  if (!isNamed || texts.name !== undefined || texts.email === undefined) return texts
  return { ...texts, name: nameIn(texts.email) }
}

/** The custom fields that a document says otherwise than before; one that it says no more has no value. */
export function customInputOf(told: ScimValues['told'], before: ScimValues['told']): CustomFieldInput[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(told)].filter(isCustomKey))
  return [...fields].flatMap((field) =>
    told[field] === before[field] ? [] : { key: bareCustomKey(field), value: told[field] ?? null },
  )
}

/** What of a user a document says, so that nobody else may; who has left comes back when it says so. */
export function ownedFields(
  { told, isActive }: ScimValues,
  integration: HrIntegration,
  { isOwnManager }: { isOwnManager: boolean },
): HrField[] {
  const fields = mappedFields(integration).filter((field) =>
    field === 'manager' ? isOwnManager : told[field] !== undefined,
  )
  return [...fields, ...(isActive || !integration.deactivateLeavers ? [] : (['status'] as const))]
}

function noAddress(email: string | undefined, integration: Mapped): ScimProblem {
  const attributes = attributesOf(integration, 'email').join(' or ')
  const message =
    email === undefined
      ? `The email address is taken from ${attributes}, and this user has none there. Send it, or change the attribute mapping.`
      : `The ${attributes} ${email.slice(0, 100)} is no email address. Map the address that people sign in with to ${attributes}.`
  return new ScimProblem(400, message, 'invalidValue')
}

function nameIn(email: string): string {
  return email.slice(0, email.lastIndexOf('@'))
}

// Some systems tell a day as the moment it begins.
function dayOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? text.slice(0, 10) : text
}

/** A userName as it is compared: without case, and as long as an address. */
export function userNameKeyOf(userName: string): string {
  return canonicalAddress(userName).slice(0, LONGEST_ADDRESS)
}

function workEmailKey(document: ScimDocument): string | null {
  const emails = Array.isArray(document['emails']) ? document['emails'].filter(isObject) : []
  const chosen = emails.find(({ type }) => type === 'work') ?? emails.find(({ primary }) => primary) ?? emails[0]
  const value = chosen?.['value']
  return typeof value === 'string' && isAddress(value) ? canonicalAddress(value) : null
}

/** A user with what is known of them as an HR system sees it. */
export interface SyncedUser {
  user: User
  /** Null for a user whom no integration looks after. */
  hrUser: HrUser | null
  teamName: string | null
}

/** The document of a user: what the HR system sent, with what is true by now. */
export function documentOf({ user, hrUser, teamName }: SyncedUser, integration: Mapped): ScimDocument {
  // What stands in another attribute, or is people's to say, is no reason to tell other things than were sent.
  const shows = (field: MappedField, attribute: string) => !hrUser || isTakenFrom(integration, field, attribute)
  const sent = hrUser?.document ?? {
    ...(teamName !== null && { [ENTERPRISE_SCHEMA]: { department: teamName } }),
    ...(user.externalId !== null && { externalId: user.externalId }),
    emails: [{ value: user.email, type: 'work', primary: true }],
  }
  const name = {
    ...(isObject(sent['name']) ? sent['name'] : { formatted: user.name }),
    ...(user.firstName !== null && shows('firstName', 'name.givenName') && { givenName: user.firstName }),
    ...(user.lastName !== null && shows('lastName', 'name.familyName') && { familyName: user.lastName }),
  }
  return {
    displayName: user.name,
    ...sent,
    userName: shows('email', 'userName') ? user.email : (sent['userName'] ?? user.email),
    name,
    ...(user.jobTitle !== null && shows('jobTitle', 'title') && { title: user.jobTitle }),
    active: user.status !== UserStatus.DEACTIVATED && (hrUser?.isActive ?? true),
  }
}

/** The resource of a user, as it is answered. */
export function userResource(
  synced: SyncedUser,
  { baseUrl, integration }: { baseUrl: string; integration: Mapped },
): Record<string, unknown> {
  const document = documentOf(synced, integration)
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
