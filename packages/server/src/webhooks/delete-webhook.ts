import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { WebhookDelivery } from './webhook-delivery.ts'
import { loadWebhookToChange, Webhook } from './webhook.ts'

/** Removes a webhook with everything that waits for it. */
export async function deleteWebhook(work: Work, { webhookId }: { webhookId: string }): Promise<{ deletedId: string }> {
  requireAdminister(work)
  const { url } = await loadWebhookToChange(work, webhookId)
  await work.rows(WebhookDelivery).delete({ webhookId })
  await work.rows(Webhook).delete({ id: webhookId })
  await record(work, 'webhook.deleted', webhookId, { url })
  return { deletedId: webhookId }
}
