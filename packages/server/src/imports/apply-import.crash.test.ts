import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import mysql from 'mysql2/promise'
import { readConfig } from '../base/config.ts'
import { openDatabase, type Database } from '../base/database.ts'
import { openLog } from '../base/log.ts'
import { Email } from '../mail/email.ts'
import { databases, freshDatabase } from '../testing.ts'
import { tables } from '../tables.ts'
import { User } from '../users/user.ts'
import { ImportBatch, ImportUser } from './import-row.ts'
import { ImportSession } from './import-session.ts'
import type { RowOutcome } from './row-outcome.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const API_KEY = 'rck_for_a_test_of_crashes_0123456789'
// Several transactions' worth, so that the kills hit before, in and between them.
const ROWS = 20_000
const INVALID = ROWS / 100 - 1
const KILLS = 10

describe.each(databases)('an import whose process is killed again and again (%s)', (on) => {
  let folder: string
  let databaseUrl: string
  let drop: () => Promise<void>
  let port: number
  let child: ChildProcess | null = null

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-crash-'))
    const fresh = await freshDatabase(on)
    databaseUrl = on === 'SQLite' ? `sqlite:${join(folder, 'rollcall.sqlite')}` : fresh.url
    drop = fresh.drop
    port = await freePort()
  })
  afterEach(async () => {
    if (child && child.exitCode === null && child.signalCode === null) await kill(child)
    await drop()
    rmSync(folder, { recursive: true })
  })

  function spawnServer(): ChildProcess {
    child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        DATA_DIR: folder,
        DATABASE_URL: databaseUrl,
        BOOTSTRAP_API_KEY: API_KEY,
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return child
  }

  async function untilReady(started: ChildProcess): Promise<ChildProcess> {
    for (;;) {
      if (started.exitCode !== null) throw new Error(`The server ended with ${started.exitCode}`)
      const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (isReady) return started
      await wait(20)
    }
  }

  /** Resolves when a worker has taken the import over more often than that. */
  async function taken(times: number): Promise<void> {
    const statement = 'SELECT fence, state FROM import_sessions'
    const look = await openLook(statement)
    try {
      for (;;) {
        const [row] = await look.rows()
        if (row && (row.fence > times || row.state !== 'COMMITTING')) return
        await wait(2)
      }
    } finally {
      await look.close()
    }
  }

  // Past our own way to the database, which lets one process at a time have a SQLite file.
  async function openLook(
    sql: string,
  ): Promise<{ rows(): Promise<{ fence: number; state: string }[]>; close(): Promise<void> }> {
    if (on === 'SQLite') {
      const file = new Sqlite(join(folder, 'rollcall.sqlite'), { readonly: true })
      return { rows: async () => file.prepare(sql).all() as never, close: async () => void file.close() }
    }
    const connection = await mysql.createConnection(databaseUrl)
    return { rows: async () => (await connection.query(sql))[0] as never, close: () => connection.end() }
  }

  async function ask(query: string, variables: object): Promise<Record<string, { importSession: { id: string } }>> {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as { data: never; errors?: unknown }
    if (errors) throw new Error(JSON.stringify(errors))
    return data
  }

  it('gives each of its rows exactly one outcome, and each of its people one account and one mail', async () => {
    let server = await untilReady(spawnServer())
    const csv = ['Email,Name', ...Array.from({ length: ROWS }, (_, index) => `p${index}@example.com,Person ${index}`)]
    // Some rows are invalid, so that the counts have something to say.
    for (let line = 100; line < ROWS; line += 100) csv[line] = `not an address ${line},Nobody`
    const { startImport } = await ask(
      'mutation ($csv: String!) { startImport(input: { csv: $csv }) { importSession { id } } }',
      { csv: csv.join('\n') },
    )
    const id = startImport?.importSession.id as string
    await ask('mutation ($id: ID!) { mapColumns(input: { importId: $id }) { importSession { id } } }', { id })
    await ask(
      `mutation ($id: ID!) { commitImport(input: { importId: $id, waitSeconds: 0, settings: {
        mode: ADD_AND_UPDATE, invites: IMMEDIATE } }) { importSession { id } } }`,
      { id },
    )
    let kills = 0
    while (kills < KILLS) {
      await taken(kills)
      await wait(Math.random() * 250)
      await kill(server)
      kills++
      if ((await storedImport()).state !== 'COMMITTING') break
      server = spawnServer()
    }
    server = await untilReady(server)
    // A machine so fast that it was done before the tenth would have shown nothing.
    expect(kills).toBe(KILLS)
    await untilCommitted(id)
    await kill(server)
    const done = await storedImport()

    expect(done.createdCount + done.failedCount).toBe(ROWS)
    expect(done).toMatchObject({
      createdCount: ROWS - INVALID,
      failedCount: INVALID,
      updatedCount: 0,
      unchangedCount: 0,
    })
    const { users, importUsers, emails, batches } = await read(async ({ reader: { manager } }) => ({
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
  }, 300_000)

  async function untilCommitted(id: string): Promise<void> {
    for (let state = ''; state !== 'COMMITTED';) {
      const { importSession } = await ask('query ($id: ID!) { importSession(id: $id) { state } }', { id })
      state = String((importSession as unknown as { state: string }).state)
      if (state !== 'COMMITTED' && state !== 'COMMITTING') throw new Error(`The import is ${state}`)
      await wait(100)
    }
  }

  function storedImport(): Promise<ImportSession> {
    return read(({ reader }) => reader.manager.findOneByOrFail(ImportSession, {}))
  }

  // Only between two lives of the server: it alone may have a SQLite file open.
  async function read<Result>(look: (database: Database) => Promise<Result>): Promise<Result> {
    const { database: location } = readConfig({ DATABASE_URL: databaseUrl })
    const database = await openDatabase(location, { tables, migrations: [] }, openLog('silent'))
    try {
      return await look(database)
    } finally {
      await database.close()
    }
  }
})

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
