import { v7 as uuidv7 } from 'uuid'
import type { EntityManager, ObjectLiteral } from 'typeorm'
import type { Config } from './config.ts'
import { transaction, type Database, type Dialect } from './database.ts'
import type { Log } from './log.ts'
import { Rows, type OrganizationRow, type Table } from './rows.ts'
import type { Viewer } from './viewer.ts'

/** What a running server is made of; opened once by `main.ts`. */
export interface Server {
  config: Config
  database: Database
  log: Log
  now: () => Date
  /** The key from which the tokens of activation links are derived. */
  secretKey: Buffer
  /** Wakes whoever does the work of the jobs table: this process, or any number of others. */
  announceJobs: () => void
  rates: RateLimiter
  /** The TXT records that a name has in the DNS; none when there is no such name. */
  txtRecords: (name: string) => Promise<string[]>
  /** The request that is served; left out where nobody calls, as in jobs. */
  request?: ServedRequest
}

/** A request from outside, as the audit names it. */
export interface ServedRequest {
  id: string
  /** Address of the machine that calls; null where it is not known. */
  caller: string | null
}

/** The same server, at the service of one request: what is done with it bears the request's id. */
export function serving(server: Server, request: ServedRequest): Server {
  return { ...server, request }
}

/** Counts what callers do. Not part of any transaction: ask before one begins. */
export interface RateLimiter {
  /** Counts `times` more under this key and answers 0, or counts nothing and answers how many milliseconds to wait. */
  take(limit: { name: string; most: number; seconds: number }, key: string, times?: number): Promise<number>
  /** How many milliseconds to wait until one more would be taken; counts nothing. */
  look(limit: { name: string; most: number; seconds: number }, key: string): Promise<number>
  /** Takes one that was counted back: it is not to be held against anybody. */
  giveBack(limit: { name: string; most: number; seconds: number }, key: string): Promise<void>
  /** Begins to count anew. */
  forget(limit: { name: string; most: number; seconds: number }, key: string): Promise<void>
}

/** What a verb is given: one transaction, on behalf of one viewer, in that viewer's organization. */
export interface Work {
  readonly tx: EntityManager
  readonly viewer: Viewer
  readonly log: Log
  readonly config: Config
  readonly secretKey: Buffer
  rows<R extends OrganizationRow & ObjectLiteral>(table: Table<R>): Rows<R>
  now(): Date
  /** Runs when the transaction has been committed, and never when it was rolled back. For announcing only. */
  afterCommit(effect: () => void): void
  announceJobs(): void
  readonly request: ServedRequest | null
  /** What the database can do. */
  readonly dialect: Dialect
}

/** Runs a verb in one transaction; it may be repeated on a deadlock, so it must have no effect but its rows. */
export async function inTransaction<Result>(
  server: Server,
  viewer: Viewer,
  verb: (work: Work) => Promise<Result>,
): Promise<Result> {
  let effects: (() => void)[] = []
  const result = await transaction(server.database, (tx) => {
    effects = []
    return verb(makeWork(server, viewer, tx, (effect) => effects.push(effect)))
  })
  for (const effect of effects) effect()
  return result
}

/** Work that only reads, outside any transaction: what is committed at the moment of each statement. */
export function readingWork(server: Server, viewer: Viewer): Work {
  return makeWork(server, viewer, server.database.reader.manager, () => {
    throw new Error('Reading work commits nothing')
  })
}

/** Part of the work that can be taken back alone: when it throws, what came before it stays. */
export function inSavepoint<Result>(work: Work, part: (work: Work) => Promise<Result>): Promise<Result> {
  return work.tx.transaction((tx) => part({ ...work, tx, rows: (table) => work.rows(table).through(tx) }))
}

/** The same work on behalf of another viewer, in the same transaction. */
export function workAs(work: Work, viewer: Viewer): Work {
  return { ...work, viewer, rows: (table) => work.rows(table).of(viewer.organizationId) }
}

// Base 32 without the letters that look like digits, in the order of the code points: such texts sort by time too.
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id for a row: a UUIDv7, time-ordered so that rows made together lie together, as 26 letters and digits. It
 * stands in every key and every foreign key, and the 36 characters of the usual spelling made indexes a third larger.
 */
export function newId(): string {
  const bytes = uuidv7(undefined, new Uint8Array(16))
  let id = ''
  // 26 digits hold two bits more than there are.
  let bits = 2
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    for (bits += 8; bits >= 5;) {
      bits -= 5
      id += DIGITS.charAt((value >>> bits) & 31)
    }
    value &= (1 << bits) - 1
  }
  return id
}

function makeWork(server: Server, viewer: Viewer, tx: EntityManager, afterCommit: Work['afterCommit']): Work {
  return {
    tx,
    viewer,
    log: server.log,
    config: server.config,
    secretKey: server.secretKey,
    rows: (table) => new Rows(tx, table, viewer.organizationId, server.database.dialect),
    now: server.now,
    afterCommit,
    announceJobs: server.announceJobs,
    request: server.request ?? null,
    dialect: server.database.dialect,
  }
}
