import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { ApiKey, apiKeyHash, newApiKeySecret, prefixOf } from './api-key.ts'
import { findApiKeyToChange } from './find-api-key-to-change.ts'
import { requireAdminister } from './permissions.ts'
import { holdsScopes } from './scopes.ts'

const BOTH_WORK_MS = 24 * 3_600_000

/** Gives a key another secret, shown this once; the one before works for a day more, so that nobody is cut off. */
export async function rotateApiKey(
  work: Work,
  { apiKeyId }: { apiKeyId: string },
): Promise<{ apiKey: ApiKey; secret: string }> {
  requireAdminister(work)
  const apiKey = await findApiKeyToChange(work, apiKeyId)
  requireOwnScopes(work, apiKey)
  const secret = newApiKeySecret()
  const changes = {
    prefix: prefixOf(secret),
    secretHash: apiKeyHash(secret),
    previousSecretHash: apiKey.secretHash,
    previousExpiresAt: new Date(work.now().getTime() + BOTH_WORK_MS),
  }
  await work.rows(ApiKey).update({ id: apiKey.id }, changes)
  await record(work, 'api_key.rotated', apiKey.id, { previousExpiresAt: changes.previousExpiresAt })
  return { apiKey: Object.assign(apiKey, changes), secret }
}

// The new secret may do what the key may.
function requireOwnScopes({ viewer }: Work, { scopes }: ApiKey): void {
  if (!viewer.scopes || (scopes && holdsScopes(viewer, scopes))) return
  const message = `This key may do more than yours, which has the scopes ${viewer.scopes.join(', ')}.`
  const hint = 'Rotate it as an Owner or Admin.'
  throw new Refusal({ code: 'ROLE_NOT_ALLOWED', message, path: ['input', 'apiKeyId'], hint })
}
