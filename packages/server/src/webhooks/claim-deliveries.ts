import { In, type SelectQueryBuilder } from 'typeorm'
import type { Work } from '../base/work.ts'
import { WebhookDelivery, WebhookDeliveryStatus } from './webhook-delivery.ts'
import { Webhook } from './webhook.ts'

/** So many are on their way to one webhook at once. A call takes up to 10 s, and marking some more. */
const MOST_AT_ONCE = 20
const LEASE_MS = 30_000

/** Deliveries that are ours for one attempt. */
export interface Claim {
  webhook: Webhook
  deliveries: WebhookDelivery[]
}

/**
 * Takes what has been due for longest, for one attempt; null when nothing may be sent now. A webhook that fails is
 * tried with one delivery until something arrives again.
 */
export async function claimDeliveries(work: Work, webhookId: string): Promise<Claim | null> {
  const now = work.now()
  const webhook = await work.rows(Webhook).findOne({ id: webhookId })
  if (!webhook?.enabled || (webhook.pausedUntil && webhook.pausedUntil > now)) return null
  const due = await waiting(work, webhookId)
    .andWhere('delivery.dueAt <= :now', { now })
    .andWhere('(delivery.leaseUntil IS NULL OR delivery.leaseUntil <= :now)', { now })
    .orderBy('delivery.dueAt')
    .addOrderBy('delivery.id')
    .limit(webhook.consecutiveFailures > 0 ? 1 : MOST_AT_ONCE)
    .getMany()
  if (due.length === 0) return null
  const fences = new Map(due.map(({ id, fence }) => [id, fence]))
  const ids = In([...fences.keys()])
  const found = await work
    .rows(WebhookDelivery)
    .findForUpdate({ id: ids, status: WebhookDeliveryStatus.PENDING }, { order: { id: 'ASC' } })
  // Seen again behind the lock: somebody else may have taken some of them.
  const deliveries = found.filter(({ id, fence }) => fences.get(id) === fence)
  if (deliveries.length === 0) return null
  const leaseUntil = new Date(now.getTime() + LEASE_MS)
  for (const delivery of deliveries) {
    Object.assign(delivery, { leaseUntil, fence: delivery.fence + 1, attempts: delivery.attempts + 1 })
  }
  await work.rows(WebhookDelivery).updateMany(deliveries, ['leaseUntil', 'fence', 'attempts'])
  return { webhook, deliveries }
}

/** When there is something to send next, or null when nothing waits; a claimed one counts from the end of its lease. */
export async function nextDelivery(work: Work, webhookId: string): Promise<Date | null> {
  const webhook = await work.rows(Webhook).findOne({ id: webhookId })
  if (!webhook?.enabled) return null
  const now = work.now()
  const free = await waiting(work, webhookId)
    .andWhere('(delivery.leaseUntil IS NULL OR delivery.leaseUntil <= :now)', { now })
    .orderBy('delivery.dueAt')
    .limit(1)
    .getOne()
  const claimed = await waiting(work, webhookId)
    .andWhere('delivery.leaseUntil > :now', { now })
    .orderBy('delivery.leaseUntil')
    .limit(1)
    .getOne()
  const times = [free?.dueAt, claimed?.leaseUntil].flatMap((time) => (time ? [time.getTime()] : []))
  if (times.length === 0) return null
  return new Date(Math.max(Math.min(...times), webhook.pausedUntil?.getTime() ?? 0))
}

function waiting(work: Work, webhookId: string): SelectQueryBuilder<WebhookDelivery> {
  return work
    .rows(WebhookDelivery)
    .query('delivery')
    .andWhere('delivery.webhookId = :webhookId AND delivery.status = :status', {
      webhookId,
      status: WebhookDeliveryStatus.PENDING,
    })
}
