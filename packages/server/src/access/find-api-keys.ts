import type { Work } from '../base/work.ts'
import { ApiKey } from './api-key.ts'
import { requireAdminister } from './permissions.ts'

/** The keys of the organization, oldest first. */
export function findApiKeys(work: Work): Promise<ApiKey[]> {
  requireAdminister(work)
  return work.rows(ApiKey).find({}, { order: { createdAt: 'ASC', id: 'ASC' } })
}
