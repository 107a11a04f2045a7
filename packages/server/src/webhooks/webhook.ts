import { Column, Entity } from 'typeorm'
import { notFound } from '../base/errors.ts'
import { Row } from '../base/rows.ts'
import type { Work } from '../base/work.ts'
import { decryptSecret } from './webhook-secret.ts'

/** What a webhook can tell about. */
export const WebhookEvent = {
  USER_CREATED: 'USER_CREATED',
  USER_UPDATED: 'USER_UPDATED',
  USER_CONFIRMED: 'USER_CONFIRMED',
  USER_DEACTIVATED: 'USER_DEACTIVATED',
  USER_REACTIVATED: 'USER_REACTIVATED',
  INVITE_SENT: 'INVITE_SENT',
  INVITE_BOUNCED: 'INVITE_BOUNCED',
  IMPORT_COMMITTED: 'IMPORT_COMMITTED',
  IMPORT_FAILED: 'IMPORT_FAILED',
} as const
export type WebhookEvent = keyof typeof WebhookEvent

/** Characters that an address may have. */
export const LONGEST_URL = 2_000

/** An address that is told about events with a signed request. */
@Entity('webhooks')
export class Webhook extends Row {
  @Column({ type: 'varchar', length: LONGEST_URL })
  url!: string

  @Column({ type: 'json' })
  events!: WebhookEvent[]

  /** Switched off by hand, or by us when nothing has arrived for days. */
  @Column({ type: 'boolean' })
  enabled!: boolean

  /** What signs its requests, encrypted: see `webhook-secret.ts`. */
  @Column({ type: 'varchar', length: 200 })
  secret!: string

  /** The one before, while both are valid. */
  @Column({ type: 'varchar', length: 200, nullable: true })
  previousSecret!: string | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  previousSecretUntil!: Date | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  lastSuccessAt!: Date | null

  /** Since the last success. */
  @Column({ type: 'integer' })
  consecutiveFailures!: number

  /** When the first of them was. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  failingSince!: Date | null

  /** It is left alone until then, because it failed or asked for it. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  pausedUntil!: Date | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** What switching a webhook on again changes: it begins as if it had never failed. */
export const AFRESH = { enabled: true, consecutiveFailures: 0, failingSince: null, pausedUntil: null } as const

/** The secrets that sign at this moment: two, for a while after a new one was made. */
export function validSecrets(webhook: Webhook, secretKey: Buffer, now: Date): string[] {
  const { id, secret, previousSecret, previousSecretUntil } = webhook
  const isPreviousValid = previousSecret !== null && previousSecretUntil !== null && previousSecretUntil > now
  return [secret, ...(isPreviousValid ? [previousSecret] : [])].map((each) => decryptSecret(secretKey, id, each))
}

/** The webhook of that id, which nobody else can change meanwhile, or the refusal NOT_FOUND. */
export async function loadWebhookToChange(work: Work, webhookId: string): Promise<Webhook> {
  const webhook = await work.rows(Webhook).findOneForUpdate({ id: webhookId })
  if (!webhook) throw notFound('webhook', webhookId, ['input', 'webhookId'])
  return webhook
}
