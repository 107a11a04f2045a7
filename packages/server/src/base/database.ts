import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import {
  DataSource,
  DefaultNamingStrategy,
  type DataSourceOptions,
  type EntityManager,
  type Logger,
  type MixedList,
} from 'typeorm'
import { Fault } from './errors.ts'
import type { DatabaseLocation } from './config.ts'
import type { Log } from './log.ts'
import { gateWrites, giveTurns } from './sqlite-gate.ts'

/** Everything that differs between the databases by name, so that no other file asks which one it is. */
export interface Dialect {
  name: 'sqlite' | 'mysql'
  /** SQLite's gate lets one writer in at a time, so only MySQL and MariaDB need row locks. */
  hasRowLocks: boolean
}

/** An open database: one connection or pool that writes, and one that reads what is committed. */
export interface Database {
  writer: DataSource
  reader: DataSource
  dialect: Dialect
  close(): Promise<void>
}

export interface DatabaseParts {
  tables: MixedList<Function>
  migrations: MixedList<Function>
  /** Sees each statement; without one only failures are logged, without their parameters. */
  logger?: Logger
}

const CONNECT_WITHIN_MS = 2_000
const SQLITE: Dialect = { name: 'sqlite', hasRowLocks: false }
const MYSQL: Dialect = { name: 'mysql', hasRowLocks: true }

/** Opens the database that the configuration names; `:memory:` as the SQLite path is a fresh one for tests. */
export async function openDatabase(location: DatabaseLocation, parts: DatabaseParts, log: Log): Promise<Database> {
  return location.type === 'sqlite' ? openSqlite(location.path, parts, log) : openMysql(location.url, parts, log)
}

/**
 * Opens it for reading only, even while a server has it open: a reader of SQLite keeps nobody waiting. What is not
 * migrated yet cannot be read.
 */
export async function openReader(location: DatabaseLocation, parts: DatabaseParts, log: Log): Promise<Database> {
  if (location.type !== 'sqlite') return openMysql(location.url, parts, log)
  if (!existsSync(location.path)) throw new Error(`There is no database ${location.path} yet. Run \`npm run migrate\`.`)
  const options = { ...common(parts, log), type: 'better-sqlite3', database: location.path, readonly: true } as const
  const reader = new DataSource(options)
  giveTurns(reader)
  await reader.initialize()
  return { writer: reader, reader, dialect: SQLITE, close: () => reader.destroy() }
}

/** Whether there are migrations that have not run on this database yet. */
export async function hasPendingMigrations(database: Database): Promise<boolean> {
  return database.writer.showMigrations()
}

/** Runs the migrations that have not run yet, and then `first`, while no other process does. */
export async function migrate<Result>(database: Database, first: () => Promise<Result>): Promise<Result> {
  if (database.dialect.name === 'sqlite') {
    await database.writer.runMigrations({ transaction: 'each' })
    return first()
  }
  const holder = database.writer.createQueryRunner()
  try {
    await holder.query("SELECT GET_LOCK('rollcall-migrate', 300)")
    await database.writer.runMigrations({ transaction: 'each' })
    return await first()
  } finally {
    await holder.query("SELECT RELEASE_LOCK('rollcall-migrate')").catch(() => {})
    await holder.release()
  }
}

async function openSqlite(path: string, parts: DatabaseParts, log: Log): Promise<Database> {
  const isFile = path !== ':memory:'
  let unlock = () => {}
  if (isFile) {
    mkdirSync(dirname(resolve(path)), { recursive: true })
    unlock = refuseSecondProcess(path)
  }
  const shared = {
    ...common(parts, log),
    type: 'better-sqlite3',
    database: path,
    statementCacheSize: 200,
  } as const
  const writer = new DataSource({
    ...shared,
    enableWAL: isFile,
    prepareDatabase: (connection: Sqlite.Database) => {
      // Of a new file only. Measured with 100,000 users and their indexes: pages of 4 KB took a third longer, most of it in
      // commits, for a page that holds one new key is written as a whole.
      connection.pragma('page_size = 16384')
      // Under WAL the default may lose the last commits in a power cut; what was acknowledged must be stored.
      connection.pragma('synchronous = FULL')
      // With the default of 2 MB a large import reads its index pages again and again; checkpoints every 4 MB copy the
      // same pages many times over.
      connection.pragma('cache_size = -32000')
      connection.pragma('wal_autocheckpoint = 4000')
    },
  })
  gateWrites(writer)
  await writer.initialize()
  const reader = isFile ? new DataSource({ ...shared, readonly: true, migrations: [] }) : writer
  if (isFile) {
    giveTurns(reader)
    await reader.initialize()
  }
  return {
    writer,
    reader,
    dialect: SQLITE,
    async close() {
      if (isFile) await reader.destroy()
      await writer.destroy()
      unlock()
    },
  }
}

// Two processes on one file would wait for each other's locks with the event loop stopped.
function refuseSecondProcess(path: string): () => void {
  const lock = new Sqlite(`${path}.lock`, { timeout: 0 })
  try {
    lock.pragma('journal_mode = MEMORY')
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (by TEXT); COMMIT')
  } catch (cause) {
    lock.close()
    throw new Error(
      `Another process has the SQLite file ${path} open. Stop it, or use MySQL or MariaDB (DATABASE_URL) to run ` +
        'several processes.',
      { cause },
    )
  }
  return () => lock.close()
}

async function openMysql(url: string, parts: DatabaseParts, log: Log): Promise<Database> {
  const { hostname, port, username, password, pathname } = new URL(url)
  const options = {
    ...common(parts, log),
    host: hostname,
    port: port ? Number(port) : 3306,
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    connectTimeout: CONNECT_WITHIN_MS,
    poolSize: 10,
    maxQueryExecutionTime: 0,
    // TypeORM's errors have a stack of their own; taking one before each statement costs as much as a tenth of it.
    trace: false,
    extra: { maxIdle: 10, enableKeepAlive: true },
  } as const
  // With type "mysql" the schema builder wants to rebuild every JSON column of a MariaDB, so the server is asked first.
  let writer = new DataSource({ ...options, type: 'mysql' })
  await writer.initialize()
  const [{ version }] = await writer.query<[{ version: string }]>('SELECT VERSION() AS version')
  if (/mariadb/i.test(version)) {
    await writer.destroy()
    writer = new DataSource({ ...options, type: 'mariadb' })
    await writer.initialize()
  }
  return {
    writer,
    reader: writer,
    dialect: MYSQL,
    close: () => writer.destroy(),
  }
}

function common(
  parts: DatabaseParts,
  log: Log,
): Pick<DataSourceOptions, 'migrations' | 'logger' | 'logging'> & {
  entities: MixedList<Function>
  namingStrategy: DefaultNamingStrategy
} {
  return {
    entities: parts.tables,
    migrations: parts.migrations,
    namingStrategy: new SnakeCase(),
    logging: true,
    logger: parts.logger ?? new FailuresOnly(log),
  }
}

class SnakeCase extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  }
}

// TypeORM's own logger prints the parameters of a failed statement, personal data included.
class FailuresOnly implements Logger {
  private readonly sink: Log
  constructor(sink: Log) {
    this.sink = sink
  }
  logQuery(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(message: string): void {
    this.sink.debug(message)
  }
  log(): void {}
  logQueryError(error: Error | string, sql: string): void {
    const code = errorCode(error)
    if (!isUniqueViolation(error)) this.sink.warn({ code, sql: sql.slice(0, 200) }, 'A statement failed')
  }
}

const DEADLOCKS = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY'])
const UNIQUE_VIOLATIONS = new Set(['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'])
const LOST_CONNECTIONS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ENOENT',
])

function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, driverError } = error as { code?: unknown; driverError?: unknown }
  return typeof code === 'string' ? code : errorCode(driverError)
}

/** Whether two rows would have had the same unique key. */
export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE_VIOLATIONS.has(errorCode(error) ?? '')
}

/** Whether the database could not be reached or went away: the same work may succeed later. */
export function isConnectionLost(error: unknown): boolean {
  if (LOST_CONNECTIONS.has(errorCode(error) ?? '')) return true
  // mysql2 gives no code to a statement on a connection that has gone.
  return error instanceof Error && /closed state|Connection lost|Pool is closed/.test(error.message)
}

function isDeadlock(error: unknown): boolean {
  return DEADLOCKS.has(errorCode(error) ?? '')
}

/** Whether the whole transaction failed by bad luck and may succeed when it is repeated. */
export function isRepeatable(error: unknown): boolean {
  return isDeadlock(error) || isConnectionLost(error)
}

const TRIES_ON_DEADLOCK = 5

/**
 * Runs `body` in one transaction and repeats it when the database chose it as the victim of a deadlock. A database
 * that cannot be reached is the fault SERVICE_UNAVAILABLE.
 */
export async function transaction<Result>(
  database: Database,
  body: (tx: EntityManager) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      // On SQLite every transaction is serializable already and no other level may be asked for.
      return database.dialect.name === 'sqlite'
        ? await database.writer.transaction(body)
        : await database.writer.transaction('READ COMMITTED', body)
    } catch (error) {
      if (isConnectionLost(error)) throw unavailable(error)
      if (!isDeadlock(error) || attempt === TRIES_ON_DEADLOCK) throw error
      await wait(Math.random() * 20 * 2 ** attempt)
    }
  }
}

/** The fault for a database that cannot be reached at the moment. */
export function unavailable(cause: unknown): Fault {
  const fault = new Fault('SERVICE_UNAVAILABLE', 'The database cannot be reached at the moment. Try again shortly.')
  fault.cause = cause
  return fault
}
