import { requireAdminister } from '../access/permissions.ts'
import type { Work } from '../base/work.ts'
import { Webhook } from './webhook.ts'

/** All webhooks of the organization, the oldest first. */
export async function findWebhooks(work: Work): Promise<Webhook[]> {
  requireAdminister(work)
  return work.rows(Webhook).find({}, { order: { id: 'ASC' } })
}
