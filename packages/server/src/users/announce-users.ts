import { globalId } from '../base/graphql/ids.ts'
import type { Work } from '../base/work.ts'
import { announce } from '../webhooks/announce.ts'
import type { ToldUser } from '../webhooks/event-data.ts'
import { WebhookEvent } from '../webhooks/webhook.ts'
import { UserStatus, type User } from './user.ts'

/** A user before the change, and the columns it writes. */
export interface WrittenChange {
  user: User
  changes: Partial<User>
  secondaryTeamIds?: readonly string[] | undefined
}

const CHANGE_EVENTS = [
  WebhookEvent.USER_UPDATED,
  WebhookEvent.USER_CONFIRMED,
  WebhookEvent.USER_DEACTIVATED,
  WebhookEvent.USER_REACTIVATED,
] as const

/** Tells webhooks of users who were added and of what changed, in the transaction that writes it. */
export async function announceUsers(
  work: Work,
  added: readonly User[],
  changed: readonly WrittenChange[],
): Promise<void> {
  if (added.length > 0) {
    await announce(work, WebhookEvent.USER_CREATED, () => added.map((user) => ({ user: toldUser(user) })))
  }
  for (const event of CHANGE_EVENTS) {
    const alike = changed.filter((change) => changedFields(change).length > 0 && eventOf(change) === event)
    if (alike.length > 0) await announce(work, event, () => alike.map(told))
  }
}

function eventOf({ user, changes: { status = user.status } }: WrittenChange): (typeof CHANGE_EVENTS)[number] {
  if (status === user.status) return WebhookEvent.USER_UPDATED
  if (status === UserStatus.DEACTIVATED) return WebhookEvent.USER_DEACTIVATED
  if (user.status === UserStatus.DEACTIVATED) return WebhookEvent.USER_REACTIVATED
  return status === UserStatus.CONFIRMED ? WebhookEvent.USER_CONFIRMED : WebhookEvent.USER_UPDATED
}

// Generations, passwords and the like are nobody's business.
const TOLD = [
  'email',
  'name',
  'firstName',
  'lastName',
  'status',
  'role',
  'jobTitle',
  'primaryTeamId',
  'managerId',
  'locationId',
  'language',
  'externalId',
  'timeZone',
  'hireDate',
  'customFields',
] as const

function changedFields({ user, changes, secondaryTeamIds }: WrittenChange): string[] {
  const fields = TOLD.filter((field) => changes[field] !== undefined && changes[field] !== user[field])
  return secondaryTeamIds ? [...fields, 'secondaryTeamIds'] : fields
}

function told(change: WrittenChange): { user: ToldUser; changed: string[] } {
  return { user: toldUser({ ...change.user, ...change.changes }), changed: changedFields(change) }
}

function toldUser(user: Omit<User, 'organizationId'>): ToldUser {
  const { email, name, firstName, lastName, status, role, jobTitle, language, externalId, timeZone, hireDate } = user
  return {
    id: globalId('User', user.id),
    email,
    name,
    firstName,
    lastName,
    status,
    role,
    jobTitle,
    primaryTeamId: user.primaryTeamId && globalId('Team', user.primaryTeamId),
    managerId: user.managerId && globalId('User', user.managerId),
    locationId: user.locationId && globalId('Location', user.locationId),
    language,
    externalId,
    timeZone,
    hireDate,
    customFields: Object.entries(user.customFields ?? {}).map(([key, value]) => ({ key, value })),
    source: user.source,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  }
}
