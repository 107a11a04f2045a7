import { bareCustomKey, isCustomKey, type CustomField, type CustomFieldKey } from './custom-field.ts'

/** The fields that an HR integration can keep in step of every user, in the words of a sentence. */
const HR_FIELDS = {
  email: 'email address',
  name: 'name',
  firstName: 'first name',
  lastName: 'last name',
  role: 'role',
  jobTitle: 'job title',
  primaryTeam: 'primary team',
  manager: 'manager',
  secondaryTeams: 'secondary teams',
  location: 'location',
  language: 'language',
  externalId: 'employee ID',
  timeZone: 'time zone',
  hireDate: 'hire date',
  /** Of whoever has left: they come back when the HR system says so. */
  status: 'status',
} as const
export type HrField = keyof typeof HR_FIELDS | CustomFieldKey

/** Properties of a user, and arguments, that are called otherwise than their field. */
const FIELD_OF: Record<string, HrField> = {
  primaryTeamId: 'primaryTeam',
  managerId: 'manager',
  secondaryTeamIds: 'secondaryTeams',
  locationId: 'location',
}

/** The field that a property of a user holds, or an argument gives. */
export function fieldOf(property: string): string {
  return FIELD_OF[property] ?? property
}

/** Whether an HR integration can keep it in step. */
export function isHrField(field: string): field is HrField {
  return Object.hasOwn(HR_FIELDS, field) || isCustomKey(field)
}

/** What a field is called in a sentence; a custom one by its label, or its key where it is gone. */
export function hrFieldWords(field: HrField, customFields: readonly Pick<CustomField, 'key' | 'label'>[]): string {
  if (!isCustomKey(field)) return HR_FIELDS[field]
  const key = bareCustomKey(field)
  return customFields.find((known) => known.key === key)?.label ?? key
}

/** Who looks after a user, as their row says. */
interface HrMarks {
  hrIntegrationId: string | null
  hrFields: readonly HrField[] | null
  hrReleasedAt: Date | null
}

/** What of a user only the HR system says; nothing once an Owner has released the user. */
export function hrFieldsOf({ hrIntegrationId, hrFields, hrReleasedAt }: HrMarks): readonly HrField[] {
  return hrIntegrationId === null || hrReleasedAt !== null ? [] : (hrFields ?? [])
}
