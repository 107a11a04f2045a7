import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import mysql from 'mysql2/promise'
import { Email } from '../mail/email.ts'
import { databases } from '../testing.ts'
import { User, UserStatus } from '../users/user.ts'
import { ImportBatch, ImportUser } from './import-row.ts'
import { ImportSession } from './import-session.ts'
import type { RowOutcome } from './row-outcome.ts'
import { hasOwnMariaDb, openMariaDb } from './mariadb-process.testing.ts'
import { freePort, openServerProcess, type ServerProcess } from './server-process.testing.ts'

// Several transactions' worth, so that the kills hit before, in and between them.
const ROWS = 20_000
const INVALID = ROWS / 100 - 1
const KILLS = 10
const INVITING = 'mode: ADD_AND_UPDATE, invites: IMMEDIATE'
const SILENT = 'mode: ADD_AND_UPDATE, invites: NONE'

interface Progress {
  state: string
  fence: number
  done: number
  isTakenBack: number
}

const PROGRESS = `SELECT state, fence, done_batches AS done, undo_finished_at IS NOT NULL AS isTakenBack
  FROM import_sessions ORDER BY id DESC LIMIT 1`

describe.each(databases)('an import whose server goes away (%s)', (on) => {
  let server: ServerProcess
  beforeEach(async () => {
    server = await openServerProcess(on)
    server.start()
    await server.untilReady()
  })
  afterEach(() => server.close())

  it('gives each of its rows exactly one outcome, and each of its people one account and one mail, however often it is killed', async () => {
    const id = await server.commit(someInvalid(people(ROWS)), INVITING)
    let kills = 0
    while (kills < KILLS) {
      await taken(kills)
      await wait(Math.random() * 250)
      await server.end('SIGKILL')
      kills++
      if ((await stored()).state !== 'COMMITTING') break
      server.start()
    }
    await server.untilReady()
    // A machine so fast that it was done before the tenth would have shown nothing.
    expect(kills).toBe(KILLS)
    await server.untilCommitted(id)
    await server.end('SIGKILL')
    await expectEachOnce()
  }, 300_000)

  it('stops within seconds when it is told to, and goes on with the next start as if nothing had been', async () => {
    const id = await server.commit(someInvalid(people(ROWS)), INVITING)
    // Somebody who never lets go of their connection.
    const held = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {})
    for (let stop = 0; stop < 3; stop++) {
      await taken(stop)
      await wait(Math.random() * 100)
      const toldAt = Date.now()
      expect(await server.end('SIGTERM')).toBe(0)
      expect(Date.now() - toldAt).toBeLessThan(8_000)
      held.destroy()
      const { state } = await stored()
      server.start()
      await server.untilReady()
      if (state === 'COMMITTED') break
    }
    await server.untilCommitted(id)
    await server.end('SIGTERM')
    await expectEachOnce()
  }, 300_000)

  it('is taken back wholly and once, however often it is killed on the way', async () => {
    const half = ROWS / 2
    await server.untilCommitted(await server.commit(people(half), SILENT))
    const id = await server.commit(people(ROWS, 'Renamed'), SILENT)
    await server.untilCommitted(id)
    let fence = 0
    await server.untilRow<Progress>(PROGRESS, (row) => {
      fence = row.fence
      return true
    })
    await server.ask('mutation ($id: ID!) { undoImport(input: { importId: $id }) { userErrors { message } } }', { id })
    let kills = 0
    while (kills < 5) {
      await taken(fence + kills)
      await wait(Math.random() * 150)
      await server.end('SIGKILL')
      kills++
      if ((await stored()).undoFinishedAt) break
      server.start()
    }
    await server.untilReady()
    // At least one of them hit before it was done.
    expect(kills).toBeGreaterThan(1)
    await server.untilRow<Progress>(PROGRESS, ({ isTakenBack }) => Boolean(isTakenBack))
    await server.end('SIGKILL')

    expect((await stored()).undoState).toMatchObject({ reversed: ROWS, kept: 0, failed: 0 })
    const users = await server.read(({ reader: { manager } }) => manager.find(User))
    const made = users.filter(({ emailKey }) => Number(/^p(\d+)@/.exec(emailKey)?.[1] ?? -1) >= half)
    const renamed = users.filter(({ emailKey }) => Number(/^p(\d+)@/.exec(emailKey)?.[1] ?? ROWS) < half)
    expect([made.length, renamed.length]).toEqual([half, half])
    // Deactivated twice, they would have lost their sessions twice.
    expect(
      made.filter(({ status, sessionGeneration }) => status === 'DEACTIVATED' && sessionGeneration === 1),
    ).toHaveLength(half)
    expect(
      renamed.filter(({ status, name }) => status === UserStatus.NOT_INVITED && name.startsWith('Person ')),
    ).toHaveLength(half)
  }, 300_000)

  const itOnMariaDb = on === 'SQLite' ? it.skip : it
  itOnMariaDb(
    'goes on by itself when its connections to the database are cut again and again',
    async () => {
      const id = await server.commit(someInvalid(people(ROWS)), INVITING)
      let done = -1
      for (let cut = 0; cut < 5; cut++) {
        await server.untilRow<Progress>(PROGRESS, (row) => {
          const isFurther = row.done > done || row.state !== 'COMMITTING'
          if (isFurther) done = row.done
          return isFurther
        })
        await wait(Math.random() * 100)
        expect(await cutConnections(server.databaseUrl)).toBeGreaterThan(0)
      }
      await server.untilRow<Progress>(PROGRESS, ({ state }) => state !== 'COMMITTING')
      // And answers as before.
      await server.untilCommitted(id)
      await server.end('SIGKILL')
      await expectEachOnce()
    },
    300_000,
  )

  const itWithOwnMariaDb = on === 'MariaDB' && hasOwnMariaDb ? it : it.skip
  itWithOwnMariaDb(
    'goes on when the database dies and comes back, and meanwhile the API says so',
    async () => {
      const onShared = server
      const database = await openMariaDb(await freePort())
      server = await openServerProcess(on, { url: database.url })
      try {
        server.start()
        await server.untilReady()
        const id = await server.commit(someInvalid(people(ROWS)), INVITING)
        await server.untilRow<Progress>(PROGRESS, ({ done }) => done > 0)
        await database.kill()
        const askedAt = Date.now()
        await expect(server.ask('{ users(first: 1) { totalCount } }')).rejects.toThrow('SERVICE_UNAVAILABLE')
        expect(Date.now() - askedAt).toBeLessThan(2_000)
        await wait(3_000)
        await database.start()
        const backAt = Date.now()
        const isBack = () => server.ask('{ users(first: 1) { totalCount } }').catch(() => null)
        while (!(await isBack())) await wait(50)
        expect(Date.now() - backAt).toBeLessThan(5_000)
        await server.untilCommitted(id)
        await server.end('SIGKILL')
        await expectEachOnce()
      } finally {
        await server.close()
        await database.close()
        server = onShared
      }
    },
    300_000,
  )

  /** Resolves when a worker has taken the newest import over more often than that, to apply it or to take it back. */
  function taken(times: number): Promise<void> {
    return server.untilRow<Progress>(
      PROGRESS,
      ({ fence, state, isTakenBack }) =>
        fence > times || Boolean(isTakenBack) || !['COMMITTING', 'COMMITTED'].includes(state),
    )
  }

  async function stored(): Promise<ImportSession> {
    const [newest] = await server.read(({ reader: { manager } }) =>
      manager.find(ImportSession, { order: { id: 'DESC' } }),
    )
    return newest as ImportSession
  }

  async function expectEachOnce(): Promise<void> {
    const done = await stored()
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
})

function people(count: number, name = 'Person'): string {
  const lines = Array.from({ length: count }, (_, index) => `p${index}@example.com,${name} ${index}`)
  return ['Email,Name', ...lines].join('\n')
}

// So that the counts have something to say.
function someInvalid(csv: string): string {
  const lines = csv.split('\n')
  for (let line = 100; line < ROWS; line += 100) lines[line] = `not an address ${line},Nobody`
  return lines.join('\n')
}

/** Ends every connection to a database, as a restart or a firewall does; answers how many there were. */
async function cutConnections(databaseUrl: string): Promise<number> {
  const url = new URL(databaseUrl)
  const name = url.pathname.slice(1)
  url.pathname = '/'
  const admin = await mysql.createConnection(url.href)
  try {
    const [rows] = await admin.query('SELECT id FROM information_schema.processlist WHERE db = ?', [name])
    const ids = (rows as { id: number }[]).map(({ id }) => id)
    // One may have gone by itself meanwhile.
    for (const id of ids) await admin.query(`KILL ${id}`).catch(() => {})
    return ids.length
  } finally {
    await admin.end()
  }
}
