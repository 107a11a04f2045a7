import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import { DataSource } from 'typeorm'
import { Organization } from './access/organization.ts'
import { readConfig, type Environment } from './base/config.ts'
import { openDatabase, type DatabaseParts } from './base/database.ts'
import { openLog } from './base/log.ts'
import { Role, ViewerKind, type Viewer } from './base/viewer.ts'
import { inTransaction, newId, type Server, type Work } from './base/work.ts'
import { StatementGuard } from './statement-guard.ts'
import { migrations, tables } from './tables.ts'

const mysqlUrl = process.env['TEST_MYSQL_URL']

/** The databases that tests run on: `describe.each(databases)`. */
export const databases: readonly TestDatabase[] = mysqlUrl ? ['SQLite', 'MariaDB'] : ['SQLite']
export type TestDatabase = 'SQLite' | 'MariaDB'

/** A migrated database of its own with one organization, and a clock that tests may turn. */
export interface TestServer extends Server {
  organizationId: string
  statements: StatementGuard
  /** A viewer of the organization who is no stored user. */
  as(role: Role): Viewer
  /** Runs a verb as an owner, in a transaction. */
  run<Result>(verb: (work: Work) => Promise<Result>, viewer?: Viewer): Promise<Result>
  /** Moves the clock. */
  wait(milliseconds: number): void
  close(): Promise<void>
}

/** Opens a fresh server without doors; close it in `afterAll`. */
export async function openTestServer(on: TestDatabase, environment: Environment = {}): Promise<TestServer> {
  const { url, drop } = await freshDatabase(on)
  const config = readConfig({ LOG_LEVEL: 'silent', DATABASE_URL: url, ...environment })
  const log = openLog(config.logLevel)
  const statements = new StatementGuard()
  const parts: DatabaseParts = { tables, migrations, logger: statements }
  const database = await openDatabase(config.database, parts, log)
  await database.writer.runMigrations({ transaction: 'each' })
  let offset = 0
  const server: Server = {
    config,
    database,
    log,
    now: () => new Date(Date.now() + offset),
    secretKey: randomBytes(32),
  }
  const organizationId = await addOrganization(server, 'Example Academy')
  const owner: Viewer = testViewer(organizationId, Role.OWNER)
  return {
    ...server,
    organizationId,
    statements,
    as: (role) => testViewer(organizationId, role),
    run: (verb, viewer = owner) => inTransaction(server, viewer, verb),
    wait: (milliseconds) => {
      offset += milliseconds
    },
    async close() {
      await database.close()
      await drop()
    },
  }
}

/** Another tenant in the same database. */
export async function addOrganization(server: Server, name: string): Promise<string> {
  const id = newId()
  await server.database.writer.manager.insert(Organization, {
    id,
    name,
    inviteTtlHours: server.config.inviteTtlHours,
    allowedEmailDomains: [],
    deactivationLimitPercent: 20,
    deactivationLimitCount: 2_000,
    createdAt: server.now(),
  })
  return id
}

export function testViewer(organizationId: string, role: Role): Viewer {
  return {
    kind: ViewerKind.API_KEY,
    id: '00000000-0000-7000-8000-000000000000',
    organizationId,
    role,
    permissions: [],
    label: `API key of a test, ${role}`,
  }
}

/** An empty database; `drop` removes it. */
export async function freshDatabase(on: TestDatabase): Promise<{ url: string; drop: () => Promise<void> }> {
  if (on === 'SQLite') return { url: 'sqlite::memory:', drop: async () => {} }
  const url = new URL(mysqlUrl as string)
  const name = `rollcall_${randomBytes(6).toString('hex')}`
  const admin = await new DataSource({ type: 'mariadb', url: url.href }).initialize()
  // Not the server's default, so that our own tables must state what they need.
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  await admin.destroy()
  url.pathname = `/${name}`
  return {
    url: url.href,
    async drop() {
      const again = await new DataSource({ type: 'mariadb', url: mysqlUrl as string }).initialize()
      await again.query(`DROP DATABASE ${name}`)
      await again.destroy()
    },
  }
}
