/** The fields of a user that an HR integration can keep in step, in the words of a sentence. */
export const HR_FIELDS = {
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
export type HrField = keyof typeof HR_FIELDS

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
