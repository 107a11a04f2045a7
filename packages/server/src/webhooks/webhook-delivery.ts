import { Column, Entity, Index } from 'typeorm'
import { globalId } from '../base/graphql/ids.ts'
import { Row, type Values } from '../base/rows.ts'
import { newId, type Work } from '../base/work.ts'
import type { WebhookEvent } from './webhook.ts'

/** How far a delivery is. FAILED: it is not tried again unless somebody asks. */
export const WebhookDeliveryStatus = { PENDING: 'PENDING', DELIVERED: 'DELIVERED', FAILED: 'FAILED' } as const
export type WebhookDeliveryStatus = keyof typeof WebhookDeliveryStatus

/** Length of the column for what went wrong. */
export const LONGEST_ERROR = 500

// Without a foreign key to the webhook, which would lock its row until a whole batch of an import is committed.

/** An event that we owe a webhook: written with what it tells of, sent from here and from nowhere else. */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_due', ['organizationId', 'webhookId', 'status', 'dueAt'])
@Index('webhook_deliveries_created_at', ['organizationId', 'createdAt'])
export class WebhookDelivery extends Row {
  @Column({ type: 'varchar', length: 36 })
  webhookId!: string

  @Column({ type: 'varchar', length: 32 })
  event!: WebhookEvent

  /** What is told, with ids as the API writes them. */
  @Column({ type: 'json' })
  data!: object

  @Column({ type: 'varchar', length: 32 })
  status!: WebhookDeliveryStatus

  /** Not sent before this moment: when it happened, or when it may be tried again. */
  @Column({ type: 'datetime', precision: 3 })
  dueAt!: Date

  @Column({ type: 'integer' })
  attempts!: number

  /** While somebody is sending it, until when nobody else may. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  leaseUntil!: Date | null

  /** Raised by each claim; only the holder of the newest may say what became of it. */
  @Column({ type: 'integer' })
  fence!: number

  /** Of the last attempt; null when nothing came back. */
  @Column({ type: 'integer', nullable: true })
  httpStatus!: number | null

  @Column({ type: 'integer', nullable: true })
  durationMs!: number | null

  /** Why the last attempt does not count. */
  @Column({ type: 'varchar', length: LONGEST_ERROR, nullable: true })
  lastError!: string | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  deliveredAt!: Date | null

  /** When it happened. */
  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** A delivery that is due now; nothing is written yet. */
export function newDelivery(
  work: Work,
  { webhookId, event, data }: Pick<WebhookDelivery, 'webhookId' | 'event' | 'data'>,
): Values<WebhookDelivery> {
  return {
    id: newId(),
    webhookId,
    event,
    data,
    status: WebhookDeliveryStatus.PENDING,
    dueAt: work.now(),
    attempts: 0,
    leaseUntil: null,
    fence: 0,
    httpStatus: null,
    durationMs: null,
    lastError: null,
    deliveredAt: null,
    createdAt: work.now(),
  }
}

/** What a delivery says, byte for byte the same at each attempt, and the id by which a receiver knows it again. */
export function deliveryMessage({ id: bareId, event, createdAt, data }: WebhookDelivery): { id: string; body: string } {
  const id = globalId('WebhookDelivery', bareId)
  return { id, body: JSON.stringify({ id, event, at: createdAt.toISOString(), data }) }
}
