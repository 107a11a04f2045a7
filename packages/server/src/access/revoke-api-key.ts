import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { ApiKey } from './api-key.ts'
import { findApiKeyToChange } from './find-api-key-to-change.ts'
import { requireAdminister } from './permissions.ts'

/** Ends a key at once, every secret of it; what it has begun stops at its next step. */
export async function revokeApiKey(work: Work, { apiKeyId }: { apiKeyId: string }): Promise<{ apiKeyId: string }> {
  requireAdminister(work)
  const { name, role } = await findApiKeyToChange(work, apiKeyId)
  await work.rows(ApiKey).delete({ id: apiKeyId })
  await record(work, 'api_key.revoked', apiKeyId, { name, role })
  return { apiKeyId }
}
