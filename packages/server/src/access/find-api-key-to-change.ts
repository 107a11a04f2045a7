import { notFound } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { ApiKey } from './api-key.ts'
import { requireTouch } from './permissions.ts'

const PATH = ['input', 'apiKeyId']

/** The key that is to be changed, kept from others until the transaction ends; refused above the viewer's own role. */
export async function findApiKeyToChange(work: Work, apiKeyId: string): Promise<ApiKey> {
  const key = await work.rows(ApiKey).findOneForUpdate({ id: apiKeyId })
  if (!key) throw notFound('API key', apiKeyId, PATH)
  requireTouch(work, key.role, PATH)
  return key
}
