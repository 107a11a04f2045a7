import { In } from 'typeorm'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import type { WebhookAnswer } from './post-webhook.ts'
import { LONGEST_ERROR, WebhookDelivery, WebhookDeliveryStatus } from './webhook-delivery.ts'
import { Webhook } from './webhook.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Waits before the second to the tenth attempt: three days, as Standard Webhooks recommends. */
const WAITS_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]
/** A webhook that fails so long is switched off. */
const SWITCHED_OFF_AFTER_MS = 72 * HOUR
/** Between tries of a webhook that fails, whichever delivery is due: doubled each time up to the longest. */
const FIRST_PAUSE_MS = 5 * SECOND
const LONGEST_PAUSE_MS = 5 * MINUTE
/** The receiver says that it wants no more, ever. */
const GONE = 410

/** A claimed delivery and what came back. */
export interface Attempt {
  delivery: WebhookDelivery
  answer: WebhookAnswer
}

/** Writes down what became of claimed deliveries, and how the webhook fares. */
export async function markDeliveries(work: Work, webhookId: string, attempts: readonly Attempt[]): Promise<void> {
  const webhook = await work.rows(Webhook).findOneForUpdate({ id: webhookId })
  if (!webhook) return
  const ids = In(attempts.map(({ delivery }) => delivery.id))
  const held = await work.rows(WebhookDelivery).findForUpdate({ id: ids }, { order: { id: 'ASC' } })
  const fences = new Map(held.map(({ id, fence }) => [id, fence]))
  // Of one that was claimed or asked for again meanwhile, whoever has it now will tell.
  const ours = attempts.filter(({ delivery }) => fences.get(delivery.id) === delivery.fence)
  if (ours.length === 0) return
  await work.rows(WebhookDelivery).updateMany(
    ours.map((attempt) => ({ ...attempt.delivery, ...outcomeOf(work, attempt) })),
    ['status', 'dueAt', 'leaseUntil', 'httpStatus', 'durationMs', 'lastError', 'deliveredAt'],
  )
  const changes = conditionOf(work, webhook, ours)
  await work.rows(Webhook).update({ id: webhookId }, changes)
  if (webhook.enabled && changes.enabled === false) await switchOff(work, webhookId, ours)
}

type Outcome = Pick<
  WebhookDelivery,
  'status' | 'dueAt' | 'leaseUntil' | 'httpStatus' | 'durationMs' | 'lastError' | 'deliveredAt'
>

/** What an attempt makes of a delivery. */
function outcomeOf(work: Work, { delivery, answer }: Attempt): Outcome {
  const known = {
    dueAt: delivery.dueAt,
    leaseUntil: null,
    httpStatus: answer.status,
    durationMs: answer.durationMs,
    lastError: answer.error?.slice(0, LONGEST_ERROR) ?? null,
    deliveredAt: null,
  }
  const now = work.now()
  if (!answer.error) return { ...known, status: WebhookDeliveryStatus.DELIVERED, deliveredAt: now }
  const wait = WAITS_MS[delivery.attempts - 1]
  if (wait === undefined) return { ...known, status: WebhookDeliveryStatus.FAILED }
  // Jittered, so that deliveries that failed together do not come back together.
  const jittered = wait * (1 + Math.random() / 10)
  const dueAt = new Date(now.getTime() + Math.max(jittered, answer.retryAfterMs ?? 0))
  return { ...known, status: WebhookDeliveryStatus.PENDING, dueAt }
}

type Condition = Partial<
  Pick<Webhook, 'enabled' | 'lastSuccessAt' | 'consecutiveFailures' | 'failingSince' | 'pausedUntil'>
>

function conditionOf(work: Work, webhook: Webhook, attempts: readonly Attempt[]): Condition {
  const now = work.now()
  const failures = attempts.filter(({ answer }) => answer.error !== null)
  const asked = Math.max(0, ...failures.map(({ answer }) => answer.retryAfterMs ?? 0))
  const until = (pause: number) => (pause > 0 ? new Date(now.getTime() + pause) : null)
  if (failures.length < attempts.length) {
    return { lastSuccessAt: now, consecutiveFailures: 0, failingSince: null, pausedUntil: until(asked) }
  }
  const consecutiveFailures = webhook.consecutiveFailures + failures.length
  const failingSince = webhook.failingSince ?? now
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (consecutiveFailures - 1), LONGEST_PAUSE_MS)
  const isGivenUp =
    now.getTime() - failingSince.getTime() >= SWITCHED_OFF_AFTER_MS ||
    failures.some(({ answer }) => answer.status === GONE)
  return {
    consecutiveFailures,
    failingSince,
    pausedUntil: until(Math.max(pause, asked)),
    ...(isGivenUp ? { enabled: false } : {}),
  }
}

// What waits would be old news when it is switched on again; each can still be sent by hand.
async function switchOff(work: Work, webhookId: string, attempts: readonly Attempt[]): Promise<void> {
  await giveUpWaiting(work, webhookId, 'The webhook was switched off after three days of failures.')
  await record(work, 'webhook.disabled', webhookId, { reason: attempts.at(-1)?.answer.error ?? null })
}

/** Nothing that waits for this webhook is sent any more unless somebody asks for it. */
export async function giveUpWaiting(work: Work, webhookId: string, reason: string): Promise<void> {
  const { PENDING, FAILED } = WebhookDeliveryStatus
  await work.rows(WebhookDelivery).update({ webhookId, status: PENDING }, { status: FAILED, lastError: reason })
}
