import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { checkEvents } from './check-events.ts'
import { giveUpWaiting } from './mark-deliveries.ts'
import { checkWebhookUrl } from './webhook-address.ts'
import { AFRESH, loadWebhookToChange, Webhook, type WebhookEvent } from './webhook.ts'

/** Left out, or null, stays. */
export interface UpdateWebhookValues {
  webhookId: string
  url?: string | null
  events?: readonly WebhookEvent[] | null
  enabled?: boolean | null
}

/** Changes a webhook; one that is switched off is told nothing, and what waits for it is not sent. */
export async function updateWebhook(
  work: Work,
  { webhookId, url, events, enabled }: UpdateWebhookValues,
): Promise<{ webhook: Webhook }> {
  requireAdminister(work)
  const webhook = await loadWebhookToChange(work, webhookId)
  const before = { url: webhook.url, events: webhook.events, enabled: webhook.enabled }
  const after = {
    url: url == null ? before.url : checkWebhookUrl(url, work.config.webhookTargets),
    events: events == null ? before.events : checkEvents(events),
    enabled: enabled ?? before.enabled,
  }
  if (JSON.stringify(after) === JSON.stringify(before)) return { webhook }
  const isSwitchedOn = after.enabled && !before.enabled
  await work.rows(Webhook).update({ id: webhookId }, { ...(isSwitchedOn ? AFRESH : {}), ...after })
  if (before.enabled && !after.enabled) await giveUpWaiting(work, webhookId, 'The webhook was switched off.')
  await record(work, 'webhook.updated', webhookId, { before, after })
  return { webhook: Object.assign(webhook, isSwitchedOn ? AFRESH : {}, after) }
}
