import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { notFound, Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { DELIVER_WEBHOOK, deliveryJobKey } from './deliver-webhook.ts'
import { WebhookDelivery, WebhookDeliveryStatus } from './webhook-delivery.ts'
import { Webhook } from './webhook.ts'

const PATH = ['input', 'webhookDeliveryId']

/** Sends an event once more, with the same id and the same words, as if it had never been tried. */
export async function replayWebhookDelivery(
  work: Work,
  { webhookDeliveryId }: { webhookDeliveryId: string },
): Promise<{ webhookDelivery: WebhookDelivery }> {
  requireAdminister(work)
  const delivery = await work.rows(WebhookDelivery).findOneForUpdate({ id: webhookDeliveryId })
  const webhook = delivery && (await work.rows(Webhook).findOne({ id: delivery.webhookId }))
  if (!webhook) throw notFound('webhook delivery', webhookDeliveryId, PATH)
  if (!webhook.enabled) {
    throw new Refusal({
      code: 'INVALID',
      message: 'The webhook is switched off, so nothing is sent to it.',
      path: PATH,
      hint: 'Switch it on with updateWebhook, then replay the delivery.',
    })
  }
  const afresh = {
    status: WebhookDeliveryStatus.PENDING,
    dueAt: work.now(),
    attempts: 0,
    leaseUntil: null,
    // An attempt that is under way has no say in this one.
    fence: delivery.fence + 1,
    deliveredAt: null,
  }
  await work.rows(WebhookDelivery).update({ id: delivery.id }, afresh)
  await enqueue(work, DELIVER_WEBHOOK, { webhookId: webhook.id }, { uniqueKey: deliveryJobKey(webhook.id) })
  await record(work, 'webhook.replayed', webhook.id, { webhookDeliveryId: delivery.id, event: delivery.event })
  return { webhookDelivery: Object.assign(delivery, afresh) }
}
