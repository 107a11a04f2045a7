import { requireAdminister } from '../access/permissions.ts'
import { findPage, type Connection, type PageRequest } from '../base/graphql/connection.ts'
import type { Work } from '../base/work.ts'
import { WebhookDelivery, type WebhookDeliveryStatus } from './webhook-delivery.ts'

export interface DeliveryConditions {
  webhookId: string
  /** Left out means any. */
  status?: readonly WebhookDeliveryStatus[] | null
}

/** What a webhook was told or will be, newest first. */
export async function findDeliveries(
  work: Work,
  { webhookId, status }: DeliveryConditions,
  page: PageRequest,
): Promise<Connection<WebhookDelivery>> {
  requireAdminister(work)
  const query = work.rows(WebhookDelivery).query('delivery').andWhere('delivery.webhookId = :webhookId', { webhookId })
  // An empty list fits nothing, and SQL has none.
  if (status) query.andWhere('delivery.status IN (:...status)', { status: status.length > 0 ? status : [''] })
  return findPage(query, page, null, 'DESC')
}
