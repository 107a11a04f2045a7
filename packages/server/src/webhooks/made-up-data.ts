import type { EventData, ToldImport, ToldInvite, ToldUser } from './event-data.ts'

const id = (prefix: string) => `${prefix}_${'0'.repeat(26)}`
const AT = '2026-01-31T09:00:00.000Z'

const user: ToldUser = {
  id: id('usr'),
  email: 'ana@example.com',
  name: 'Ana Ruiz',
  firstName: 'Ana',
  lastName: 'Ruiz',
  status: 'INVITE_PENDING',
  role: 'LEARNER',
  jobTitle: 'Engineer',
  primaryTeamId: id('team'),
  managerId: null,
  locationId: null,
  language: 'es',
  externalId: null,
  timeZone: 'Europe/Madrid',
  hireDate: '2026-02-01',
  customFields: [],
  source: 'MANUAL',
  createdAt: AT,
  updatedAt: AT,
}

const invite: ToldInvite = {
  id: id('inv'),
  userId: user.id,
  email: user.email,
  importId: null,
  sentAt: AT,
  expiresAt: '2026-02-07T09:00:00.000Z',
}

const imported: ToldImport = {
  id: id('imp'),
  state: 'COMMITTED',
  fileName: 'people.csv',
  rowCount: 100,
  createdCount: 60,
  updatedCount: 30,
  reactivatedCount: 0,
  unchangedCount: 5,
  skippedCount: 0,
  failedCount: 5,
  deactivatedCount: 0,
  inviteCount: 60,
  failure: null,
}

/** What a made-up event of each kind tells. */
export const MADE_UP_DATA: EventData = {
  USER_CREATED: { user },
  USER_UPDATED: { user, changed: ['jobTitle'] },
  USER_CONFIRMED: { user: { ...user, status: 'CONFIRMED' }, changed: ['status'] },
  USER_DEACTIVATED: { user: { ...user, status: 'DEACTIVATED' }, changed: ['status'] },
  USER_REACTIVATED: { user, changed: ['status'] },
  INVITE_SENT: { invite },
  INVITE_BOUNCED: { invite, bounce: { kind: 'HARD', reason: '550 5.1.1 The mailbox does not exist', at: AT } },
  IMPORT_COMMITTED: { import: imported },
  IMPORT_FAILED: {
    import: { ...imported, state: 'FAILED', failure: 'Applying the rows failed again and again on our side.' },
  },
}
