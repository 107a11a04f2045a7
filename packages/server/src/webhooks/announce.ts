import type { Work } from '../base/work.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { DELIVER_WEBHOOK, deliveryJobKey } from './deliver-webhook.ts'
import type { EventData } from './event-data.ts'
import { newDelivery, WebhookDelivery } from './webhook-delivery.ts'
import { Webhook, type WebhookEvent } from './webhook.ts'

/**
 * Tells webhooks that something happened, once for each of `happenings`: by rows of the caller's transaction, which
 * leave after the commit. What there is to tell is asked for only when somebody listens, so that an import of thousands
 * costs one look where nobody does.
 */
export async function announce<Event extends WebhookEvent>(
  work: Work,
  event: Event,
  happenings: () => readonly EventData[Event][] | Promise<readonly EventData[Event][]>,
): Promise<void> {
  const enabled = await work.rows(Webhook).find({ enabled: true }, { order: { id: 'ASC' } })
  const listening = enabled.filter(({ events }) => events.includes(event))
  if (listening.length === 0) return
  const told = await happenings()
  if (told.length === 0) return
  const deliveries = listening.flatMap(({ id }) =>
    told.map((data) => newDelivery(work, { webhookId: id, event, data })),
  )
  await work.rows(WebhookDelivery).insertMany(deliveries)
  for (const { id } of listening) {
    await enqueue(work, DELIVER_WEBHOOK, { webhookId: id }, { uniqueKey: deliveryJobKey(id) })
  }
}
