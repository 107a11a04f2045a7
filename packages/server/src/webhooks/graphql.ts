import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql'
import { canAdminister } from '../access/permissions.ts'
import { pageRequest, type Connection } from '../base/graphql/connection.ts'
import { globalId, withBareIds } from '../base/graphql/ids.ts'
import { answer, mutate, reading, requireViewer, type Context, type Payload } from '../base/graphql/mutate.ts'
import type { FindNode } from '../base/graphql/node.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { createWebhook } from './create-webhook.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { findDeliveries } from './find-deliveries.ts'
import { findWebhooks } from './find-webhooks.ts'
import {
  CreateWebhookInput,
  CreateWebhookPayloadType,
  DeleteWebhookInput,
  DeleteWebhookPayloadType,
  DeliveriesArgs,
  ReplayWebhookDeliveryInput,
  ReplayWebhookDeliveryPayloadType,
  RotateWebhookSecretInput,
  RotateWebhookSecretPayloadType,
  TestWebhookInput,
  TestWebhookPayloadType,
  UpdateWebhookInput,
  UpdateWebhookPayloadType,
  WebhookDeliveryConnectionType,
  WebhookType,
} from './graphql-types.ts'
import { replayWebhookDelivery } from './replay-webhook-delivery.ts'
import { rotateWebhookSecret } from './rotate-webhook-secret.ts'
import { testWebhook, type TestWebhookResult } from './test-webhook.ts'
import { updateWebhook } from './update-webhook.ts'
import { WebhookDelivery } from './webhook-delivery.ts'
import { Webhook } from './webhook.ts'

@Resolver(() => WebhookType)
export class WebhookResolver {
  @FieldResolver(() => WebhookDeliveryConnectionType, { description: 'What it was told or will be, newest first.' })
  deliveries(
    @Ctx() context: Context,
    @Root() webhook: Webhook,
    @Args(() => DeliveriesArgs) { status, ...page }: DeliveriesArgs,
  ): Promise<Connection<WebhookDelivery>> {
    return findDeliveries(reading(context), { webhookId: webhook.id, status: status ?? null }, pageRequest(page))
  }

  @Query(() => [WebhookType], { nullable: true, description: 'Webhooks. Requires OWNER or ADMIN.' })
  webhooks(@Ctx() context: Context): Promise<Webhook[]> {
    return findWebhooks(reading(context))
  }

  @Mutation(() => CreateWebhookPayloadType, {
    nullable: true,
    description: 'Make a webhook; its secret is shown only this once. Requires OWNER or ADMIN.',
  })
  createWebhook(
    @Ctx() context: Context,
    @Arg('input', () => CreateWebhookInput, { description: 'Arguments.' }) input: CreateWebhookInput,
  ): Promise<Payload<{ webhook: Webhook; secret: string }>> {
    return mutate(context, input, createWebhook)
  }

  @Mutation(() => UpdateWebhookPayloadType, {
    nullable: true,
    description: 'Change a webhook, or switch it off and on again. Requires OWNER or ADMIN.',
  })
  updateWebhook(
    @Ctx() context: Context,
    @Arg('input', () => UpdateWebhookInput, { description: 'Arguments.' }) input: UpdateWebhookInput,
  ): Promise<Payload<{ webhook: Webhook }>> {
    return mutate(context, input, updateWebhook)
  }

  @Mutation(() => RotateWebhookSecretPayloadType, {
    nullable: true,
    description: 'Make a new secret; for 24 hours requests are signed with both. Requires OWNER or ADMIN.',
  })
  rotateWebhookSecret(
    @Ctx() context: Context,
    @Arg('input', () => RotateWebhookSecretInput, { description: 'Arguments.' }) input: RotateWebhookSecretInput,
  ): Promise<Payload<{ webhook: Webhook; secret: string }>> {
    return mutate(context, input, rotateWebhookSecret)
  }

  @Mutation(() => TestWebhookPayloadType, {
    nullable: true,
    description: 'Send a made-up event to a webhook and say what came back. Requires OWNER or ADMIN.',
  })
  testWebhook(
    @Ctx() context: Context,
    @Arg('input', () => TestWebhookInput, { description: 'Arguments.' }) input: TestWebhookInput,
  ): Promise<Payload<TestWebhookResult>> {
    return answer(input, () => testWebhook(context.server, requireViewer(context), withBareIds(input)))
  }

  @Mutation(() => ReplayWebhookDeliveryPayloadType, {
    nullable: true,
    description: 'Send an event to its webhook once more, under the same id. Requires OWNER or ADMIN.',
  })
  replayWebhookDelivery(
    @Ctx() context: Context,
    @Arg('input', () => ReplayWebhookDeliveryInput, { description: 'Arguments.' }) input: ReplayWebhookDeliveryInput,
  ): Promise<Payload<{ webhookDelivery: WebhookDelivery }>> {
    return mutate(context, input, replayWebhookDelivery)
  }

  @Mutation(() => DeleteWebhookPayloadType, {
    nullable: true,
    description: 'Remove a webhook. Requires OWNER or ADMIN.',
  })
  deleteWebhook(
    @Ctx() context: Context,
    @Arg('input', () => DeleteWebhookInput, { description: 'Arguments.' }) input: DeleteWebhookInput,
  ): Promise<Payload<{ deletedId: string }>> {
    return mutate(context, input, async (work, values) => {
      const { deletedId } = await deleteWebhook(work, values)
      return { deletedId: globalId('Webhook', deletedId) }
    })
  }
}

/** The webhook of that id, for those who may list webhooks. */
export const findWebhookNode: FindNode = async (context, id) =>
  canAdminister(requireViewer(context)) ? rowsById(context, Webhook).load(id) : null

/** The delivery of that id, for those who may list webhooks. */
export const findWebhookDeliveryNode: FindNode = async (context, id) =>
  canAdminister(requireViewer(context)) ? rowsById(context, WebhookDelivery).load(id) : null
