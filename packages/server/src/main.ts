import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Organization } from './access/organization.ts'
import { openRateLimiter } from './access/rate-limit.ts'
import { keepSealing } from './audit/keep-sealing.ts'
import { verifyAudit } from './audit/verify-audit.ts'
import { openClock } from './base/clock.ts'
import { ConfigProblem, readConfig, type Config } from './base/config.ts'
import { hasPendingMigrations, migrate, openDatabase, openReader, type Database } from './base/database.ts'
import { Refusal } from './base/errors.ts'
import { openLog, type Log } from './base/log.ts'
import type { Server } from './base/work.ts'
import { serveHttp, type Http } from './http.ts'
import { inProcessQueue } from './jobs/in-process.ts'
import type { Queue } from './jobs/queue.ts'
import { releaseAllJobs, startWorker, type Worker } from './jobs/run-jobs.ts'
import { openMailer } from './mail/open-mailer.ts'
import { addOrganization, listOrganizations, readOrganizationsCommand } from './organizations.ts'
import { migrations, tables } from './tables.ts'
import { firstStart } from './users/first-start.ts'
import { jobDefinitions } from './worker.ts'

const STOP_WITHIN_MS = 10_000
const EARLIER_VERSION = 'The database is of an earlier version. Run `npm run migrate`, then start again.'

// An import leaves garbage of middle age, and by itself V8 lets that grow to four times what is in use before it looks:
// 430 MB at the peak of a large import instead of 330.
setFlagsFromString('--heap-growing-percent=50')

const COMMANDS = ['serve', 'worker', 'migrate', 'verify-audit', 'organizations'] as const
type Command = (typeof COMMANDS)[number]

try {
  await run(readCommand(process.argv[2]))
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  if (!(error instanceof ConfigProblem) && error instanceof Error && error.cause instanceof Error) {
    process.stderr.write(`Cause: ${String(error.cause)}\n`)
  }
  process.exit(1)
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!(error instanceof Refusal)) return error.message
  return error.mistakes.map(({ message, hint }) => [message, hint].join(' ').trim()).join('\n')
}

function readCommand(word = 'serve'): Command {
  const command = COMMANDS.find((known) => known === word)
  if (command) return command
  throw new Error(`There is no command ${word}. Use one of: ${COMMANDS.join(', ')}.`)
}

async function run(command: Command): Promise<void> {
  const config = readConfig(process.env)
  const log = openLog(config.logLevel)
  mkdirSync(config.dataDir, { recursive: true })
  if (command === 'verify-audit') return verifyChains(config, log)
  if (command === 'organizations') return lookAfterOrganizations(config, log)
  const rates = openRateLimiter(config.redisUrl, log)
  const queue = await openQueue(config, log)
  const database = await openDatabase(config.database, { tables, migrations }, log)
  const clock = await openClock(database, log)
  const server: Server = {
    config,
    log,
    database,
    now: clock.now,
    secretKey: readSecretKey(config),
    announceJobs: () => queue.announce(),
    rates,
    txtRecords,
  }
  const isUpToDate =
    command === 'migrate' || config.migrate === 'auto' || !(await hasPendingMigrations(server.database))
  if (!isUpToDate) throw new Error(EARLIER_VERSION)
  await migrate(server.database, () => announceFirstStart(server))
  if (command === 'migrate') {
    await server.database.close()
    await queue.close()
    rates.close()
    return
  }
  const worker = command === 'worker' || config.work === 'inline' ? await work(server, queue) : null
  const http = command === 'serve' ? await serveHttp(server, queue) : null
  if (http) log.info({ url: config.publicUrl, listening: http.url }, 'Rollcall is ready')
  else log.info('The worker is ready')
  stopOnSignal(server, { queue, worker, http })
}

// Loaded only where it is used: it takes 25 MB of memory.
async function openQueue({ redisUrl }: Config, log: Log): Promise<Queue> {
  if (redisUrl === null) return inProcessQueue()
  const { bullmqQueue } = await import('./jobs/bullmq.ts')
  return bullmqQueue(redisUrl, log)
}

async function work(server: Server, queue: Queue): Promise<Worker> {
  // Nobody else can have the file open: whoever held a job is gone.
  if (server.config.database.type === 'sqlite') await releaseAllJobs(server)
  const worker = startWorker(server, jobDefinitions(await openMailer(server)))
  const sealing = keepSealing(server)
  await queue.listen(worker.wake)
  return {
    wake: worker.wake,
    async stop() {
      await Promise.all([worker.stop(), sealing.stop()])
    },
  }
}

/** Says of each organization whether its audit is what was written; a broken chain is an error. */
async function verifyChains(config: Config, log: Log): Promise<void> {
  const database = await openReader(config.database, { tables, migrations }, log)
  const server = await quietServer(config, log, database)
  for (const { id, name } of await database.reader.manager.find(Organization, { order: { createdAt: 'ASC' } })) {
    const { sealed, hash, waiting, fault } = await verifyAudit(server, id)
    if (fault) process.exitCode = 1
    const last = hash ? `, the last with the hash ${hash}` : ''
    process.stdout.write(
      `${name} (${id}): ${fault ?? 'The chain is unbroken.'} In order: ${sealed}${last}. Not sealed yet: ${waiting}.\n`,
    )
  }
  if (process.exitCode) process.stdout.write('The chain holds only with the SECRET_KEY it was sealed with.\n')
  await database.close()
}

/** Lists organizations, also while a server runs, or adds one. */
async function lookAfterOrganizations(config: Config, log: Log): Promise<void> {
  const command = readOrganizationsCommand(process.argv.slice(3))
  const open = command.act === 'list' ? openReader : openDatabase
  const database = await open(config.database, { tables, migrations }, log)
  try {
    if (await hasPendingMigrations(database)) throw new Error(EARLIER_VERSION)
    const server = await quietServer(config, log, database)
    process.stdout.write(await (command.act === 'list' ? listOrganizations(server) : addOrganization(server, command)))
  } finally {
    await database.close()
  }
}

/** A server that neither serves nor works; whoever does finds its jobs in the table. */
async function quietServer(config: Config, log: Log, database: Database): Promise<Server> {
  const { now } = await openClock(database, log)
  return {
    config,
    log,
    database,
    now,
    secretKey: readSecretKey(config),
    announceJobs: () => {},
    rates: openRateLimiter(null, log),
    txtRecords,
  }
}

async function announceFirstStart(server: Server): Promise<void> {
  const made = await firstStart(server)
  if (!made) return
  const { config, log } = server
  log.info({ organization: config.bootstrap.organization, owner: config.bootstrap.ownerEmail }, 'Made the organization')
  // A key that the operator chose is known to them and stays out of the file.
  if (config.bootstrap.apiKey) return
  const path = join(config.dataDir, 'first-run.json')
  writeFileSync(path, `${JSON.stringify({ ...made, url: `${config.publicUrl}/graphql` }, null, 2)}\n`, { mode: 0o600 })
  process.stdout.write(`\nAPI key of the owner, shown this once and kept in ${path}:\n\n  ${made.apiKey}\n\n`)
}

function readSecretKey({ secretKey, dataDir }: Config): Buffer {
  if (secretKey) return Buffer.from(secretKey)
  const path = join(dataDir, 'secret.key')
  try {
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return Buffer.from(readFileSync(path, 'utf8'))
}

const NO_RECORDS = ['ENOTFOUND', 'ENODATA']

async function txtRecords(name: string): Promise<string[]> {
  try {
    const records = await new Resolver({ timeout: 3_000, tries: 2 }).resolveTxt(name)
    // A long record comes in pieces.
    return records.map((pieces) => pieces.join(''))
  } catch (error) {
    if (NO_RECORDS.includes(String((error as NodeJS.ErrnoException).code))) return []
    throw error
  }
}

interface Running {
  queue: Queue
  worker: Worker | null
  http: Http | null
}

function stopOnSignal(server: Server, { queue, worker, http }: Running): void {
  const { log } = server
  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    log.info('Stopping: no new work, the batch in hand is finished or handed back')
    setTimeout(() => giveUp(log), STOP_WITHIN_MS).unref()
    await Promise.all([http?.close(), worker?.stop()])
    await queue.close()
    await server.database.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}

function giveUp(log: Log): never {
  log.warn('Stopped before everything was handed back; the next start goes on from the rows')
  process.exit(0)
}
