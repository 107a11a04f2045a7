import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import mysql from 'mysql2/promise'
import { readConfig } from '../base/config.ts'
import { openDatabase, type Database } from '../base/database.ts'
import { openLog } from '../base/log.ts'
import { tables } from '../tables.ts'
import { freshDatabase, MAIL_SERVICE_AWAY, type TestDatabase } from '../testing.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const API_KEY = 'rck_for_a_test_of_crashes_0123456789'

/** A server in a process of its own, which tests end in one way or the other and start again on the same database. */
export interface ServerProcess {
  readonly port: number
  /** Where its database is. */
  readonly databaseUrl: string
  /** Starts it; it may not be ready yet. */
  start(): void
  untilReady(): Promise<void>
  /** Ends it and answers its exit code; null when it was killed. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
  ask(query: string, variables?: object): Promise<Answer>
  /** Asks the database past the server until a row is as wanted. */
  untilRow<Row>(sql: string, isWanted: (row: Row) => boolean): Promise<void>
  /** Only between two lives of the server: it alone may have a SQLite file open. */
  read<Result>(look: (database: Database) => Promise<Result>): Promise<Result>
  /** Takes a file through upload, mapping and commit, and answers the id of the import while its rows are applied. */
  commit(csv: string, settings: string): Promise<string>
  untilCommitted(importId: string): Promise<void>
  close(): Promise<void>
}

// Answers of any shape are looked into by tests.
// oxlint-disable-next-line typescript/no-explicit-any
type Answer = any

/** Prepares a server on a database of its own, or on the one at `url`; `start` makes it live. */
export async function openServerProcess(on: TestDatabase, { url }: { url?: string } = {}): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-crash-'))
  const fresh = url ? { url, drop: async () => {} } : await freshDatabase(on)
  const databaseUrl = on === 'SQLite' ? `sqlite:${join(folder, 'rollcall.sqlite')}` : fresh.url
  const port = await freePort()
  let child: ChildProcess | null = null

  const isAlive = () => child !== null && child.exitCode === null && child.signalCode === null

  const server: ServerProcess = {
    port,
    databaseUrl,
    start() {
      child = spawn(process.execPath, [MAIN], {
        env: {
          PORT: String(port),
          DATA_DIR: folder,
          DATABASE_URL: databaseUrl,
          BOOTSTRAP_API_KEY: API_KEY,
          LOG_LEVEL: 'fatal',
          ...MAIL_SERVICE_AWAY,
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    },
    async untilReady() {
      for (;;) {
        if (!isAlive()) throw new Error(`The server ended with ${child?.exitCode}`)
        const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
          async (response) => (await response.text(), response.ok),
          () => false,
        )
        if (isReady) return
        await wait(20)
      }
    },
    async end(signal) {
      if (!child || !isAlive()) return child?.exitCode ?? null
      const ended = once(child, 'exit')
      child.kill(signal)
      const [code] = (await ended) as [number | null]
      return code
    },
    async ask(query, variables = {}) {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors } = (await response.json()) as { data: Answer; errors?: unknown }
      if (errors) throw new Error(JSON.stringify(errors))
      return data
    },
    async untilRow<Row>(sql: string, isWanted: (row: Row) => boolean) {
      const look = await openLook<Row>(sql)
      try {
        for (;;) {
          const [row] = await look.rows()
          if (row && isWanted(row)) return
          await wait(10)
        }
      } finally {
        await look.close()
      }
    },
    async read(look) {
      const { database: location } = readConfig({ DATABASE_URL: databaseUrl })
      const database = await openDatabase(location, { tables, migrations: [] }, openLog('silent'))
      try {
        return await look(database)
      } finally {
        await database.close()
      }
    },
    async commit(csv, settings) {
      const { startImport } = await server.ask(
        'mutation ($csv: String!) { startImport(input: { csv: $csv }) { importSession { id } } }',
        { csv },
      )
      const id = startImport.importSession.id as string
      await server.ask('mutation ($id: ID!) { mapColumns(input: { importId: $id }) { importSession { id } } }', { id })
      const { commitImport } = await server.ask(
        `mutation ($id: ID!) { commitImport(input: { importId: $id, waitSeconds: 0, settings: { ${settings} } }) {
          userErrors { message } } }`,
        { id },
      )
      if (commitImport.userErrors.length > 0) throw new Error(JSON.stringify(commitImport))
      return id
    },
    async untilCommitted(id) {
      for (;;) {
        const { importSession } = await server.ask('query ($id: ID!) { importSession(id: $id) { state } }', { id })
        if (importSession.state === 'COMMITTED') return
        if (importSession.state !== 'COMMITTING') throw new Error(`The import is ${importSession.state}`)
        await wait(100)
      }
    },
    async close() {
      await server.end('SIGKILL')
      await fresh.drop()
      rmSync(folder, { recursive: true })
    },
  }
  return server

  // Past our own way to the database, which lets one process at a time have a SQLite file.
  async function openLook<Row>(sql: string): Promise<{ rows(): Promise<Row[]>; close(): Promise<void> }> {
    if (on === 'SQLite') {
      const file = new Sqlite(join(folder, 'rollcall.sqlite'), { readonly: true })
      return { rows: async () => file.prepare(sql).all() as never, close: async () => void file.close() }
    }
    const connection = await mysql.createConnection(databaseUrl)
    return { rows: async () => (await connection.query(sql))[0] as never, close: () => connection.end() }
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
