import type { WebhookEvent } from './webhook.ts'

/** A user as webhooks tell of one: ids and times as the API writes them. */
export interface ToldUser {
  id: string
  email: string
  name: string
  firstName: string | null
  lastName: string | null
  status: string
  role: string
  jobTitle: string | null
  primaryTeamId: string | null
  /** Given for this user alone; null where the primary team decides. */
  managerId: string | null
  locationId: string | null
  language: string | null
  externalId: string | null
  timeZone: string | null
  hireDate: string | null
  customFields: { key: string; value: string }[]
  source: string
  createdAt: string
  updatedAt: string
}

/** An invite as webhooks tell of one. */
export interface ToldInvite {
  id: string
  userId: string
  email: string
  importId: string | null
  sentAt: string | null
  expiresAt: string | null
}

/** An import as webhooks tell of one. */
export interface ToldImport {
  id: string
  state: string
  fileName: string
  rowCount: number
  createdCount: number
  updatedCount: number
  reactivatedCount: number
  unchangedCount: number
  skippedCount: number
  failedCount: number
  deactivatedCount: number
  inviteCount: number
  failure: string | null
}

interface UserChanged {
  user: ToldUser
  /** Names of the fields that are new. */
  changed: string[]
}

/** What each event tells. */
export interface EventData extends Record<WebhookEvent, object> {
  USER_CREATED: { user: ToldUser }
  USER_UPDATED: UserChanged
  USER_CONFIRMED: UserChanged
  USER_DEACTIVATED: UserChanged
  USER_REACTIVATED: UserChanged
  INVITE_SENT: { invite: ToldInvite }
  INVITE_BOUNCED: { invite: ToldInvite; bounce: { kind: string; reason: string | null; at: string } }
  IMPORT_COMMITTED: { import: ToldImport }
  IMPORT_FAILED: { import: ToldImport }
}
