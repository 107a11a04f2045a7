import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { encryptSecret, newWebhookSecret } from './webhook-secret.ts'
import { loadWebhookToChange, Webhook } from './webhook.ts'

const BOTH_VALID_MS = 24 * 3_600_000

/** Makes a new secret. For 24 hours each request is signed with the old one too, so that receivers can change over. */
export async function rotateWebhookSecret(
  work: Work,
  { webhookId }: { webhookId: string },
): Promise<{ webhook: Webhook; secret: string }> {
  requireAdminister(work)
  const webhook = await loadWebhookToChange(work, webhookId)
  const secret = newWebhookSecret()
  const changes = {
    secret: encryptSecret(work.secretKey, webhookId, secret),
    previousSecret: webhook.secret,
    previousSecretUntil: new Date(work.now().getTime() + BOTH_VALID_MS),
  }
  await work.rows(Webhook).update({ id: webhookId }, changes)
  await record(work, 'webhook.secret_rotated', webhookId, { bothValidUntil: changes.previousSecretUntil })
  return { webhook: Object.assign(webhook, changes), secret }
}
