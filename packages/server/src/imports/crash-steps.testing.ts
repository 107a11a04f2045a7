import { expect } from '@jest/globals'
import { Email } from '../mail/email.ts'
import { User } from '../users/user.ts'
import { ImportBatch, ImportUser } from './import-row.ts'
import { ImportSession } from './import-session.ts'
import type { RowOutcome } from './row-outcome.ts'
import type { ServerProcess } from './server-process.testing.ts'

/** Rows of the files: several transactions' worth, so that what goes wrong hits before, in and between them. */
export const ROWS = 20_000
const INVALID = ROWS / 100 - 1
export const INVITING = 'mode: ADD_AND_UPDATE, invites: IMMEDIATE'
export const SILENT = 'mode: ADD_AND_UPDATE, invites: NONE'

/** How far the newest import is. */
interface Progress {
  state: string
  /** How often a worker has taken it over, to apply it or to take it back. */
  fence: number
  /** Batches. */
  done: number
  isTakenBack: number
}

const PROGRESS = `SELECT state, fence, done_batches AS done, undo_finished_at IS NOT NULL AS isTakenBack
  FROM import_sessions ORDER BY id DESC LIMIT 1`

/** Resolves when the newest import is as wanted; asked past the server, which may be gone. */
export function untilImport(server: ServerProcess, isWanted: (progress: Progress) => boolean): Promise<void> {
  return server.untilRow<Progress>(PROGRESS, isWanted)
}

/** Resolves when a worker has taken the newest import over more often than that, or when it is over. */
export function untilTaken(server: ServerProcess, times: number): Promise<void> {
  return untilImport(
    server,
    ({ fence, state, isTakenBack }) =>
      fence > times || Boolean(isTakenBack) || !['COMMITTING', 'COMMITTED'].includes(state),
  )
}

/** The newest import, read between two lives of the server. */
export async function storedImport(server: ServerProcess): Promise<ImportSession> {
  const [newest] = await server.read(({ reader: { manager } }) =>
    manager.find(ImportSession, { order: { id: 'DESC' } }),
  )
  return newest as ImportSession
}

/** A file of people. */
export function people(count: number, name = 'Person'): string {
  const lines = Array.from({ length: count }, (_, index) => `p${index}@example.com,${name} ${index}`)
  return ['Email,Name', ...lines].join('\n')
}

/** The file with a line in a hundred that is none, so that the counts have something to say. */
export function someInvalid(csv: string): string {
  const lines = csv.split('\n')
  for (let line = 100; line < ROWS; line += 100) lines[line] = `not an address ${line},Nobody`
  return lines.join('\n')
}

/** Holds that each row of such a file has one outcome, and each of its people one account and one mail. */
export async function expectEachOnce(server: ServerProcess): Promise<void> {
  const done = await storedImport(server)
  expect(done).toMatchObject({
    state: 'COMMITTED',
    createdCount: ROWS - INVALID,
    failedCount: INVALID,
    updatedCount: 0,
    unchangedCount: 0,
  })
  const { users, importUsers, emails, batches } = await server.read(async ({ reader: { manager } }) => ({
    users: await manager.find(User, { select: { emailKey: true } }),
    importUsers: await manager.find(ImportUser),
    emails: await manager.find(Email, { select: { toAddress: true } }),
    batches: await manager.find(ImportBatch),
  }))
  expect(users).toHaveLength(ROWS - INVALID + 1)
  expect(importUsers).toHaveLength(ROWS - INVALID)
  expect(new Set(emails.map(({ toAddress }) => toAddress)).size).toBe(ROWS - INVALID)
  expect(emails).toHaveLength(ROWS - INVALID)
  const outcomes = batches.flatMap(({ outcomes }) => outcomes as RowOutcome[])
  expect(outcomes).toHaveLength(ROWS)
  expect(outcomes.filter(([action]) => action === 'CREATE')).toHaveLength(ROWS - INVALID)
}
