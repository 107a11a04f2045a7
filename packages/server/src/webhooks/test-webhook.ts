import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Viewer } from '../base/viewer.ts'
import { inTransaction, type Server, type Work } from '../base/work.ts'
import { sendDelivery } from './deliver-webhook.ts'
import { MADE_UP_DATA } from './made-up-data.ts'
import { openWebhookCaller, type WebhookAnswer } from './post-webhook.ts'
import { LONGEST_ERROR, newDelivery, WebhookDelivery, WebhookDeliveryStatus } from './webhook-delivery.ts'
import { loadWebhookToChange, type Webhook, type WebhookEvent } from './webhook.ts'

export interface TestWebhookValues {
  webhookId: string
  event: WebhookEvent
}

export interface TestWebhookResult {
  httpStatus: number | null
  durationMs: number | null
  error: string | null
}

/**
 * Sends a made-up event at once, to a webhook that is switched off as well, and tells what came back. It opens its own
 * transactions, because nothing is sent while one is open.
 */
export async function testWebhook(
  server: Server,
  viewer: Viewer,
  input: TestWebhookValues,
): Promise<TestWebhookResult> {
  const { webhook, delivery } = await inTransaction(server, viewer, (work) => prepare(work, input))
  const caller = openWebhookCaller(server.config.webhookTargets)
  const answer = await sendDelivery(server, caller, webhook, delivery)
  caller.close()
  await inTransaction(server, viewer, (work) => conclude(work, delivery, answer))
  return { httpStatus: answer.status, durationMs: answer.durationMs, error: answer.error }
}

// A test is never repeated, so until its answer is written down it counts as failed.
async function prepare(
  work: Work,
  { webhookId, event }: TestWebhookValues,
): Promise<{ webhook: Webhook; delivery: WebhookDelivery }> {
  requireAdminister(work)
  const webhook = await loadWebhookToChange(work, webhookId)
  const delivery = await work.rows(WebhookDelivery).insert({
    ...newDelivery(work, { webhookId, event, data: { ...MADE_UP_DATA[event], isTest: true } }),
    status: WebhookDeliveryStatus.FAILED,
    attempts: 1,
    lastError: 'The test broke off before its answer was heard.',
  })
  await record(work, 'webhook.tested', webhookId, { event })
  return { webhook, delivery }
}

async function conclude(work: Work, { id, fence }: WebhookDelivery, answer: WebhookAnswer): Promise<void> {
  await work.rows(WebhookDelivery).update(
    { id, fence },
    {
      status: answer.error ? WebhookDeliveryStatus.FAILED : WebhookDeliveryStatus.DELIVERED,
      httpStatus: answer.status,
      durationMs: answer.durationMs,
      lastError: answer.error?.slice(0, LONGEST_ERROR) ?? null,
      deliveredAt: answer.error ? null : work.now(),
    },
  )
}
