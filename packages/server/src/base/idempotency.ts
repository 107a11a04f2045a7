import { createHash } from 'node:crypto'
import { Column, Entity, PrimaryColumn } from 'typeorm'
import { isUniqueViolation } from './database.ts'
import { Refusal } from './errors.ts'
import { OrganizationRow } from './rows.ts'
import type { Work } from './work.ts'

const KEPT_HOURS = 24
const LONGEST_KEY = 64

/** The answer that was given for a key, so that asking again gives it again. */
@Entity('idempotency_keys')
export class IdempotencyKey extends OrganizationRow {
  /** Kind and id of the credential. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  credential!: string

  @PrimaryColumn({ type: 'varchar', length: 64 })
  mutation!: string

  /** SHA-256 of the key. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  keyHash!: string

  /** SHA-256 of the arguments, the content of a file included. */
  @Column({ type: 'varchar', length: 64 })
  argumentsHash!: string

  /** Ids of what the answer showed. */
  @Column({ type: 'json' })
  answer!: AnswerIds

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

export type AnswerIds = Record<string, string | null>

export interface IdempotentCall {
  mutation: string
  key: string
  /** Everything the caller sent but the key itself. */
  arguments: unknown
}

/** The ids that this call answered with before, or null for a call that is new. Refuses other arguments. */
export async function findAnswer(work: Work, call: IdempotentCall): Promise<AnswerIds | null> {
  if (call.key.length > LONGEST_KEY) {
    throw new Refusal({
      code: 'TOO_LONG',
      message: `The idempotency key has ${call.key.length} characters, and at most ${LONGEST_KEY} are allowed.`,
      path: ['input', 'idempotencyKey'],
      hint: 'A random UUID is a good key.',
    })
  }
  const found = await work.rows(IdempotencyKey).findOne(identity(work, call))
  if (!found) return null
  if (work.now().getTime() - found.createdAt.getTime() > KEPT_HOURS * 3_600_000) {
    await work.rows(IdempotencyKey).delete(identity(work, call))
    return null
  }
  if (found.argumentsHash !== argumentsHash(call.arguments)) {
    throw new Refusal({
      code: 'IDEMPOTENCY_KEY_REUSED',
      message: 'This idempotency key was used before, with other arguments.',
      path: ['input', 'idempotencyKey'],
      hint: 'Use a new key for a new request, and repeat a request with exactly the same arguments.',
    })
  }
  return found.answer
}

/** Remembers the ids of an answer, in the transaction that made what they name. */
export async function rememberAnswer(work: Work, call: IdempotentCall, answer: AnswerIds): Promise<void> {
  try {
    await work.rows(IdempotencyKey).insert({
      ...identity(work, call),
      argumentsHash: argumentsHash(call.arguments),
      answer,
      createdAt: work.now(),
    })
  } catch (error) {
    // Two calls with one key at the same moment: this one is undone, and repeated it finds the other's answer.
    if (isUniqueViolation(error)) throw new AnsweredMeanwhile()
    throw error
  }
}

/** Another call with the same key was committed first. */
export class AnsweredMeanwhile extends Error {}

function identity(work: Work, call: IdempotentCall): { credential: string; mutation: string; keyHash: string } {
  return {
    credential: `${work.viewer.kind}:${work.viewer.id ?? ''}`,
    mutation: call.mutation,
    keyHash: sha256(call.key),
  }
}

function argumentsHash(value: unknown): string {
  return sha256(JSON.stringify(value, sortedKeys))
}

// The order in which a client writes its arguments means nothing.
function sortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
