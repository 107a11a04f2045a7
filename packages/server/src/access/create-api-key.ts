import { record } from '../audit/record.ts'
import { Refusal, type Mistake } from '../base/errors.ts'
import { ViewerKind, viewerUserId, type ApiKeyScope, type Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { ApiKey, newApiKey, newApiKeySecret } from './api-key.ts'
import { lockOrganization } from './organization.ts'
import { requireAdminister, requireGrant } from './permissions.ts'
import { holdsScopes } from './scopes.ts'

const MOST_KEYS = 50
const LONGEST_NAME = 200

export interface CreateApiKeyValues {
  name: string
  role: Role
  /** Left out, everything that the role may do. */
  scopes?: ApiKeyScope[] | null | undefined
  expiresAt?: Date | null | undefined
}

/** Makes a key for a program, and answers its secret, which is shown this once. */
export async function createApiKey(
  work: Work,
  { name, role, scopes, expiresAt }: CreateApiKeyValues,
): Promise<{ apiKey: ApiKey; secret: string }> {
  requireAdminister(work)
  requireGrant(work, role, ['input', 'role'])
  const secret = newApiKeySecret()
  const values = {
    name: checkName(name),
    role,
    scopes: checkScopes(work, scopes ?? null),
    expiresAt: checkExpiry(work, expiresAt ?? null),
  }
  await lockOrganization(work)
  if ((await work.rows(ApiKey).count()) >= MOST_KEYS) throw tooMany()
  const row = newApiKey(secret, { ...values, createdById: await makerOf(work), createdAt: work.now() })
  const apiKey = await work.rows(ApiKey).insert(row)
  await record(work, 'api_key.created', apiKey.id, values)
  return { apiKey, secret }
}

// A key that a key makes ends with the user behind both.
async function makerOf(work: Work): Promise<string | null> {
  const { kind, id } = work.viewer
  if (kind !== ViewerKind.API_KEY || id === null) return viewerUserId(work.viewer)
  return (await work.rows(ApiKey).findOne({ id }))?.createdById ?? null
}

function checkName(typed: string): string {
  const name = typed.trim()
  const path = ['input', 'name']
  if (!name) throw new Refusal({ code: 'REQUIRED', message: 'A key has a name.', path, hint: 'Name what will use it.' })
  const { length } = [...name]
  if (length > LONGEST_NAME) {
    const message = `The name of a key has at most ${LONGEST_NAME} characters; this has ${length}.`
    throw new Refusal({ code: 'TOO_LONG', message, path })
  }
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) {
    const message = 'The name of a key holds no line breaks or other control characters.'
    throw new Refusal({ code: 'INVALID', message, path })
  }
  return name
}

function checkScopes({ viewer }: Work, scopes: ApiKeyScope[] | null): ApiKeyScope[] | null {
  const path = ['input', 'scopes']
  if (scopes?.length === 0) {
    const hint = 'Name at least one scope, or leave scopes out for everything that the role may do.'
    throw new Refusal({ code: 'REQUIRED', message: 'A key without a scope could do nothing.', path, hint })
  }
  const own = viewer.scopes
  if (own && !(scopes && holdsScopes(viewer, scopes))) {
    const message = `A key gives no other scopes than its own: ${own.join(', ')}.`
    throw new Refusal({ code: 'ROLE_NOT_ALLOWED', message, path, hint: 'Name scopes among these.' })
  }
  return scopes && [...new Set(scopes)]
}

function checkExpiry(work: Work, expiresAt: Date | null): Date | null {
  if (expiresAt === null || expiresAt > work.now()) return expiresAt
  throw new Refusal({
    code: 'TIME_INVALID',
    message: 'A key that has ended already could never be used.',
    path: ['input', 'expiresAt'],
    hint: 'Give a time to come, or leave it out for a key that does not end by itself.',
  })
}

function tooMany(): Refusal {
  const mistake: Mistake = {
    code: 'TOO_LONG',
    message: `An organization has at most ${MOST_KEYS} API keys, and this one has them.`,
    path: [],
    hint: 'Revoke one that is not used any more: apiKeys shows when each was used last.',
  }
  return new Refusal(mistake)
}
