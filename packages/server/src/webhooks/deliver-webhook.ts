import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Server, type Work } from '../base/work.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { claimDeliveries, nextDelivery, type Claim } from './claim-deliveries.ts'
import { DELIVERIES_KEPT_MS, FORGET_DELIVERIES } from './forget-deliveries.ts'
import { markDeliveries, type Attempt } from './mark-deliveries.ts'
import { openWebhookCaller, type WebhookAnswer, type WebhookCaller } from './post-webhook.ts'
import { signWebhook } from './sign-webhook.ts'
import { deliveryMessage, type WebhookDelivery } from './webhook-delivery.ts'
import { validSecrets, type Webhook } from './webhook.ts'

/** The job that sends what is due to one webhook. One for each, so that a slow receiver holds nobody else up. */
export const DELIVER_WEBHOOK = jobName<{ webhookId: string }>('deliver-webhook')

/** So many claims, then other jobs have their turn. */
const CLAIMS_A_TURN = 10

/** At most one job of a webhook has it. */
export function deliveryJobKey(webhookId: string): string {
  return `${DELIVER_WEBHOOK.name} ${webhookId}`
}

export const deliverWebhook = defineJob(DELIVER_WEBHOOK, async (server, { organizationId, payload, signal }) => {
  const { webhookId } = payload
  const run = <Result>(verb: (work: Work) => Promise<Result>) =>
    inTransaction(server, systemViewer(organizationId), verb)
  const caller = openWebhookCaller(server.config.webhookTargets)
  try {
    for (let turn = 0; turn < CLAIMS_A_TURN && !signal.aborted; turn++) {
      const claim = await run((work) => claimDeliveries(work, webhookId))
      if (!claim) return await run((work) => nextTurn(work, webhookId))
      const attempts = await send(server, caller, claim)
      await run((work) => markDeliveries(work, webhookId, attempts))
    }
    return server.now()
  } finally {
    caller.close()
  }
})

async function send(server: Server, caller: WebhookCaller, { webhook, deliveries }: Claim): Promise<Attempt[]> {
  return Promise.all(
    deliveries.map(async (delivery) => ({ delivery, answer: await sendDelivery(server, caller, webhook, delivery) })),
  )
}

/** Makes one attempt to tell a webhook. */
export function sendDelivery(
  server: Server,
  caller: WebhookCaller,
  webhook: Webhook,
  delivery: WebhookDelivery,
): Promise<WebhookAnswer> {
  const at = server.now()
  const { id, body } = deliveryMessage(delivery)
  const headers = signWebhook({ id, at, body }, validSecrets(webhook, server.secretKey, at))
  return caller.post({ url: webhook.url, headers, body })
}

async function nextTurn(work: Work, webhookId: string): Promise<Date | null> {
  const runAt = new Date(work.now().getTime() + DELIVERIES_KEPT_MS)
  await enqueue(work, FORGET_DELIVERIES, {}, { uniqueKey: FORGET_DELIVERIES.name, runAt })
  return nextDelivery(work, webhookId)
}
