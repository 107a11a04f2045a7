import { lockOrganization } from '../access/organization.ts'
import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { newId, type Work } from '../base/work.ts'
import { checkEvents } from './check-events.ts'
import { checkWebhookUrl } from './webhook-address.ts'
import { encryptSecret, newWebhookSecret } from './webhook-secret.ts'
import { AFRESH, Webhook, type WebhookEvent } from './webhook.ts'

const MOST_WEBHOOKS = 20

export interface CreateWebhookValues {
  url: string
  events: readonly WebhookEvent[]
}

/** Makes a webhook; the secret that signs its requests is shown only this once. */
export async function createWebhook(
  work: Work,
  input: CreateWebhookValues,
): Promise<{ webhook: Webhook; secret: string }> {
  requireAdminister(work)
  const url = checkWebhookUrl(input.url, work.config.webhookTargets)
  const events = checkEvents(input.events)
  await lockOrganization(work)
  await requireRoom(work)
  const id = newId()
  const secret = newWebhookSecret()
  const webhook = await work.rows(Webhook).insert({
    id,
    url,
    events,
    ...AFRESH,
    secret: encryptSecret(work.secretKey, id, secret),
    previousSecret: null,
    previousSecretUntil: null,
    lastSuccessAt: null,
    createdAt: work.now(),
  })
  await record(work, 'webhook.created', id, { url, events })
  return { webhook, secret }
}

async function requireRoom(work: Work): Promise<void> {
  const count = await work.rows(Webhook).count()
  if (count < MOST_WEBHOOKS) return
  throw new Refusal({
    code: 'TOO_LONG',
    message: `This organization has ${count} webhooks, and at most ${MOST_WEBHOOKS} are allowed.`,
    path: [],
    hint: 'Delete one that is no longer needed.',
  })
}
