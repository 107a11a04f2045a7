import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  execute,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql'
import { DataSource } from 'typeorm'
import { ApiKey, newApiKey, newApiKeySecret } from './access/api-key.ts'
import { newOrganizationId, Organization } from './access/organization.ts'
import { openRateLimiter } from './access/rate-limit.ts'
import { readConfig, type Environment } from './base/config.ts'
import { openDatabase, type DatabaseParts } from './base/database.ts'
import { Fault, Refusal } from './base/errors.ts'
import type { Context } from './base/graphql/mutate.ts'
import { openLog } from './base/log.ts'
import { Role, ViewerKind, type Viewer } from './base/viewer.ts'
import { inTransaction, type Server, type Work } from './base/work.ts'
import type { Letter, Mailer, Outcome } from './mail/mailer.ts'
import { makeTables } from './migrated-tables.testing.ts'
import { StatementGuard } from './statement-guard.ts'
import { migrations, tables } from './tables.ts'
import { newUserDetails, type UserInput } from './users/check-user-input.ts'
import { changeUser, saveUser, type UserChange } from './users/save-user.ts'
import type { User } from './users/user.ts'

const mysqlUrl = process.env['TEST_MYSQL_URL']

/** The databases that tests run on: `describe.each(databases)`. */
export const databases: readonly TestDatabase[] = mysqlUrl ? ['SQLite', 'MariaDB'] : ['SQLite']
export type TestDatabase = 'SQLite' | 'MariaDB'

/** A migrated database of its own with one organization, and a clock that tests may turn. */
export interface TestServer extends Server {
  organizationId: string
  statements: StatementGuard
  /** What the DNS says in TXT records, by name. */
  dns: Map<string, string[]>
  /** A viewer of the organization: an API key with this role. */
  as(role: Role): Viewer
  /** Runs a verb as an owner, in a transaction. */
  run<Result>(verb: (work: Work) => Promise<Result>, viewer?: Viewer): Promise<Result>
  /** Moves the clock. */
  wait(milliseconds: number): void
  /** Lets the clock stand at a moment while something is done, however long that takes; then it goes on from there. */
  standingAt<Result>(moment: Date, act: () => Promise<Result>): Promise<Result>
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
  await makeTables(database.writer)
  let offset = 0
  let standing: Date | null = null
  const dns = new Map<string, string[]>()
  const server: Server = {
    config,
    database,
    log,
    now: () => standing ?? new Date(Date.now() + offset),
    secretKey: randomBytes(32),
    announceJobs: () => {},
    rates: openRateLimiter(config.redisUrl, log),
    txtRecords: async (name) => dns.get(name) ?? [],
  }
  const organizationId = await addOrganization(server, 'Example Academy')
  const owner: Viewer = testViewer(organizationId, Role.OWNER)
  return {
    ...server,
    organizationId,
    statements,
    dns,
    as: (role) => testViewer(organizationId, role),
    run: (verb, viewer = owner) => inTransaction(server, viewer, verb),
    wait: (milliseconds) => {
      offset += milliseconds
    },
    async standingAt(moment, act) {
      standing = moment
      try {
        return await act()
      } finally {
        offset = moment.getTime() - Date.now()
        standing = null
      }
    },
    async close() {
      await database.close()
      await drop()
    },
  }
}

/** What an operation answered. */
interface Answer {
  // Tests look into answers of any shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any
  /** `extensions.code` of each error, and what it says. */
  faults: string[]
  messages: string[]
}

/** A server whose GraphQL operations run without HTTP. */
export interface TestHouse extends TestServer {
  /** Runs an operation as an owner, as another viewer, or with null as nobody. */
  ask(document: string, variables?: Record<string, unknown>, viewer?: Viewer | null): Promise<Answer>
  /** Runs every job that is due: imports are applied, mails become files. */
  runJobs(): Promise<void>
  /** Where `runJobs` leaves data. */
  dataDir: string
}

/** All mail waits: for tests of thousands of people, whose mails would take longer than what is tested. */
export const MAIL_SERVICE_AWAY = {
  SENDGRID_API_KEY: 'SG.nobody-listens',
  SENDGRID_BASE_URL: 'http://127.0.0.1:9',
  MAIL_FROM: 'academy@example.com',
}

// Here and below: one import after the other, because Jest's loader of modules trips over itself otherwise.

/** Opens a fresh server with all doors; close it in `afterAll`. */
export async function openHouse(on: TestDatabase, environment: Environment = {}): Promise<TestHouse> {
  const { makeSchema, schemaHash } = await import('./schema.ts')
  const { jobDefinitions } = await import('./worker.ts')
  const { runDueJobs } = await import('./jobs/run-jobs.ts')
  const { openMailer } = await import('./mail/open-mailer.ts')
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-test-'))
  const server = await openTestServer(on, { DATA_DIR: dataDir, ...environment })
  const schema = (theSchema ??= makeSchema())
  const hash = (theHash ??= schemaHash(schema))
  const definitions = jobDefinitions(await openMailer(server))
  return {
    ...server,
    dataDir,
    runJobs: () => runDueJobs(server, definitions),
    async close() {
      await server.close()
      rmSync(dataDir, { recursive: true })
    },
    async ask(source, variableValues = {}, viewer = server.as(Role.OWNER)) {
      const contextValue: Context = {
        server,
        viewer,
        requestId: 'test',
        schemaHash: hash,
        loaders: new Map(),
      }
      const document = checkedDocument(schema, source)
      const { data, errors = [] }: ExecutionResult = await execute({ schema, document, variableValues, contextValue })
      for (const { originalError, message } of errors) {
        if (!(originalError instanceof Fault)) throw originalError ?? new Error(message)
      }
      const faults = errors.map(({ originalError }) => (originalError as Fault).code)
      return { data, faults, messages: errors.map(({ message }) => message) }
    },
  }
}

/** The same house from within another of its organizations. */
export function houseOf(house: TestHouse, organizationId: string): TestHouse {
  const as = (role: Role) => testViewer(organizationId, role)
  return {
    ...house,
    organizationId,
    as,
    run: (verb, viewer = as(Role.OWNER)) => inTransaction(house, viewer, verb),
    ask: (document, variables, viewer = as(Role.OWNER)) => house.ask(document, variables, viewer),
  }
}

// As the server does it: tests send the same few documents again and again.
const documents = new Map<string, DocumentNode>()

function checkedDocument(schema: GraphQLSchema, source: string): DocumentNode {
  const known = documents.get(source)
  if (known) return known
  const document = parse(source)
  const [error] = validate(schema, document)
  if (error) throw new GraphQLError(error.message)
  documents.set(source, document)
  return document
}

// type-graphql keeps its types in one place, and building them takes a moment.
let theSchema: GraphQLSchema | null = null
let theHash: string | null = null

/** A server that is reached by HTTP, with its worker running and the mail as files. */
export interface ServedHouse extends TestServer {
  /** Without a trailing slash. */
  url: string
  /** An owner's. */
  apiKey: string
  dataDir: string
}

/** Starts a fresh server on a free port of this machine; close it in `afterAll`. */
export async function startTestServer(on: TestDatabase, environment: Environment = {}): Promise<ServedHouse> {
  const { serveHttp } = await import('./http.ts')
  const { jobDefinitions } = await import('./worker.ts')
  const { inProcessQueue } = await import('./jobs/in-process.ts')
  const { startWorker } = await import('./jobs/run-jobs.ts')
  const { openMailer } = await import('./mail/open-mailer.ts')
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-test-'))
  const queue = inProcessQueue()
  const server = await openTestServer(on, { PORT: '0', DATA_DIR: dataDir, ...environment })
  server.announceJobs = () => queue.announce()
  const apiKey = await addApiKey(server, Role.OWNER)
  const worker = startWorker(server, jobDefinitions(await openMailer(server)))
  await queue.listen(worker.wake)
  const http = await serveHttp(server, queue)
  // Only now the port is known.
  if (!environment['PUBLIC_URL']) server.config.publicUrl = http.url
  return {
    ...server,
    url: http.url,
    apiKey,
    dataDir,
    async close() {
      await http.close()
      await worker.stop()
      await queue.close()
      await server.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** The refusal that an attempt ended in; any other end fails the test. */
export async function refusalOf(attempt: Promise<unknown>): Promise<Refusal> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('Nothing was refused')
}

/** A stand-in for the mail service. */
export interface Mailbox {
  letters: Letter[]
  /** What it says to each batch, which it has in any case; at first that it was sent. */
  outcome: Outcome
  /** Runs the jobs that are due, so that due mail arrives here. */
  sendDue(): Promise<void>
  /** The token of the newest link to this address. */
  tokenTo(address: string): string
}

/** Takes the server's mail in the place of a mail service. */
export async function openMailbox(server: Server): Promise<Mailbox> {
  const { emailKinds } = await import('./worker.ts')
  const { sendEmails } = await import('./mail/send-emails.ts')
  const { runDueJobs } = await import('./jobs/run-jobs.ts')
  const mailer: Mailer = {
    async deliver(batch) {
      mailbox.letters.push(...batch)
      return mailbox.outcome
    },
  }
  const job = sendEmails(mailer, emailKinds)
  const mailbox: Mailbox = {
    letters: [],
    outcome: { result: 'SENT' },
    sendDue: () => runDueJobs(server, [job]),
    tokenTo(address) {
      const letter = mailbox.letters.findLast(
        ({ toAddress, content }) => toAddress === address && content.links['link'],
      )
      const link = letter?.content.links['link']
      const token = link && new URL(link).searchParams.get('token')
      if (!token) throw new Error(`No link went to ${address}`)
      return token
    },
  }
  return mailbox
}

/** A key of the test's organization with this role; answers the secret. */
export async function addApiKey(server: TestServer, role: Role): Promise<string> {
  const secret = newApiKeySecret()
  await server.run((work) =>
    work.rows(ApiKey).insert(newApiKey(secret, { name: `Test key, ${role}`, role, createdAt: work.now() })),
  )
  return secret
}

/** A user as an owner would add them; `marks` say what has happened to them since. */
export function addUser(
  server: TestServer,
  input: UserInput,
  marks: UserChange['changes'] = {},
  viewer: Viewer = server.as(Role.OWNER),
): Promise<User> {
  return server.run(async (work) => {
    const user = await saveUser(work, { ...(await newUserDetails(work, input)), source: 'MANUAL' })
    return Object.keys(marks).length > 0 ? changeUser(work, { user, changes: marks }) : user
  }, viewer)
}

/** Another tenant in the same database. */
export async function addOrganization(server: Server, name: string): Promise<string> {
  const id = newOrganizationId()
  await server.database.writer.manager.insert(Organization, {
    id,
    name,
    inviteTtlHours: server.config.inviteTtlHours,
    allowedEmailDomains: [],
    deactivationLimitPercent: 20,
    deactivationLimitCount: 2_000,
    createdAt: server.now(),
  })
  for (const role of Object.values(Role)) await addTestKey(server, id, role)
  return id
}

async function addTestKey(server: Server, organizationId: string, role: Role): Promise<void> {
  await server.database.writer.manager.insert(ApiKey, {
    ...newApiKey(newApiKeySecret(), { name: `Key of a test, ${role}`, role, createdAt: server.now() }),
    organizationId,
    id: testKeyId(role),
  })
}

function testKeyId(role: Role): string {
  return `00000000-0000-7000-8000-00000000000${Object.values(Role).indexOf(role)}`
}

/** A viewer with that role and no more permissions: the API key that each organization of a test has for it. */
export function testViewer(organizationId: string, role: Role): Viewer {
  return {
    kind: ViewerKind.API_KEY,
    id: testKeyId(role),
    organizationId,
    role,
    permissions: [],
    label: `API key Key of a test, ${role}`,
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
