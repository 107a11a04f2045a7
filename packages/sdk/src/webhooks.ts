import {
  CreateWebhookDocument,
  DeleteWebhookDocument,
  ListWebhookDeliveriesDocument,
  ListWebhooksDocument,
  ReplayWebhookDeliveryDocument,
  RotateWebhookSecretDocument,
  TestWebhookDocument,
  UpdateWebhookDocument,
  type CreateWebhookInput,
  type UpdateWebhookInput,
  type Webhook,
  type WebhookDelivery,
  type WebhookDeliveryStatus,
  type WebhookEvent,
} from './generated/graphql.ts'
import { listOf, type Listing, type ListOptions } from './listing.ts'
import type { CallOptions, Transport } from './transport.ts'

/** What came back of a made-up event. */
export interface WebhookTestResult {
  /** Null when nothing came back. */
  httpStatus: number | null
  durationMs: number | null
  /** Why it did not arrive; null when it did. */
  error: string | null
}

/** Addresses that are told what happens: `rollcall.webhooks`. Check what they get with `@rollcall/sdk/webhooks`. */
export class Webhooks {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** All webhooks. */
  async list(options?: CallOptions): Promise<Webhook[]> {
    return (await this.#transport.query(ListWebhooksDocument, {}, options)).webhooks ?? []
  }

  /** Makes a webhook; the secret that signs its requests is shown only this once. */
  async create(input: CreateWebhookInput, options?: CallOptions): Promise<{ webhook: Webhook; secret: string }> {
    return this.#transport.mutate(CreateWebhookDocument, input, 'never', options)
  }

  /** Changes a webhook, or switches it off and on again; what is left out stays. */
  async update(id: string, changes: Omit<UpdateWebhookInput, 'webhookId'>, options?: CallOptions): Promise<Webhook> {
    const input = { ...changes, webhookId: id }
    return (await this.#transport.mutate(UpdateWebhookDocument, input, 'harmless', options)).webhook
  }

  /** Makes a new secret and shows it only this once; for 24 hours requests are signed with the old one as well. */
  async rotateSecret(id: string, options?: CallOptions): Promise<string> {
    const input = { webhookId: id }
    return (await this.#transport.mutate(RotateWebhookSecretDocument, input, 'never', options)).secret
  }

  /** Sends a made-up event and tells what came back. */
  async test(id: string, event: WebhookEvent, options?: CallOptions): Promise<WebhookTestResult> {
    const input = { webhookId: id, event }
    return this.#transport.mutate(TestWebhookDocument, input, 'never', options)
  }

  /** What a webhook was told or will be, newest first. */
  deliveries(
    id: string,
    query: { status?: readonly WebhookDeliveryStatus[] | undefined } & ListOptions = {},
  ): Listing<WebhookDelivery> {
    const status = query.status && [...query.status]
    return listOf(this.#transport, ListWebhookDeliveriesDocument, { ...query, id, status }, ({ node }) =>
      node && 'deliveries' in node ? node.deliveries : null,
    )
  }

  /** Sends an event to its webhook once more, under the same id. */
  async replay(deliveryId: string, options?: CallOptions): Promise<WebhookDelivery> {
    const input = { webhookDeliveryId: deliveryId }
    return (await this.#transport.mutate(ReplayWebhookDeliveryDocument, input, 'harmless', options)).webhookDelivery
  }

  /** Removes a webhook. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    // A second time it would not be found, though the first had worked.
    await this.#transport.mutate(DeleteWebhookDocument, { webhookId: id }, 'never', options)
  }
}
