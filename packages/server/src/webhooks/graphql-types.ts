import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionType, PageArgs } from '../base/graphql/connection.ts'
import { NodeType } from '../base/graphql/node.ts'
import { UrlScalar } from '../base/graphql/scalars.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { WebhookDeliveryStatus } from './webhook-delivery.ts'
import { WebhookEvent } from './webhook.ts'

registerEnumType(WebhookEvent, {
  name: 'WebhookEvent',
  description: 'What a webhook can tell about.',
  valuesConfig: {
    USER_CREATED: { description: 'A user was made.' },
    USER_UPDATED: { description: 'A user changed.' },
    USER_CONFIRMED: { description: 'A user confirmed.' },
    USER_DEACTIVATED: { description: 'A user was deactivated.' },
    USER_REACTIVATED: { description: 'A user was brought back.' },
    INVITE_SENT: { description: 'An invite was handed to the mail service.' },
    INVITE_BOUNCED: { description: 'An invite came back.' },
    IMPORT_COMMITTED: { description: 'An import was committed.' },
    IMPORT_FAILED: { description: 'An import failed.' },
  },
})

registerEnumType(WebhookDeliveryStatus, {
  name: 'WebhookDeliveryStatus',
  description: 'How far the delivery of an event is.',
  valuesConfig: {
    PENDING: { description: 'It waits for its first attempt, or for the next one.' },
    DELIVERED: { description: 'The receiver answered with a status from 200 to 299.' },
    FAILED: { description: 'It is not tried again by itself; `replayWebhookDelivery` sends it once more.' },
  },
})

@ObjectType('Webhook', {
  implements: NodeType,
  description: 'An address that is told about events with a signed POST request.',
})
export class WebhookType extends NodeType {
  @Field(() => UrlScalar, { description: 'Address.' })
  url!: string

  @Field(() => [WebhookEvent], { description: 'Events it is told about.' })
  events!: WebhookEvent[]

  @Field(() => Boolean, {
    description: 'Whether it is switched on. Switched off by the server after three days of failures.',
  })
  enabled!: boolean

  @Field(() => Date, { nullable: true, description: 'When it was last told something successfully.' })
  lastSuccessAt!: Date | null

  @Field(() => Int, { description: 'Failures since then.' })
  consecutiveFailures!: number
}

@ObjectType('WebhookDelivery', {
  implements: NodeType,
  description: 'An event on its way to a webhook; kept for 90 days. Its id is the one that the receiver sees.',
})
export class WebhookDeliveryType extends NodeType {
  @Field(() => WebhookEvent, { description: 'What it tells.' })
  event!: WebhookEvent

  @Field(() => WebhookDeliveryStatus, { description: 'How far it is.' })
  status!: WebhookDeliveryStatus

  @Field(() => Date, { description: 'When it happened.' })
  createdAt!: Date

  @Field(() => Int, { description: 'Attempts made.' })
  attempts!: number

  @Field(() => Int, {
    nullable: true,
    description: 'HTTP status that the last attempt came back with; null when nothing came back.',
  })
  httpStatus!: number | null

  @Field(() => Int, { nullable: true, description: 'How long the last attempt took, in milliseconds.' })
  durationMs!: number | null

  @Field(() => String, { nullable: true, description: 'Why the last attempt did not arrive, for people.' })
  lastError!: string | null

  @Field(() => Date, { nullable: true, description: 'When it arrived.' })
  deliveredAt!: Date | null
}

export const WebhookDeliveryConnectionType = connectionType('WebhookDelivery', () => WebhookDeliveryType, {
  one: 'A delivery',
  many: 'deliveries',
})

@ArgsType()
export class DeliveriesArgs extends PageArgs {
  @Field(() => [WebhookDeliveryStatus], { nullable: true, description: 'Only those that are so far.' })
  status?: WebhookDeliveryStatus[] | null
}

@InputType('CreateWebhookInput', { description: 'Arguments of `createWebhook`.' })
export class CreateWebhookInput {
  @Field(() => String, { description: 'Address, https only outside development.' })
  url!: string

  @Field(() => [WebhookEvent], { description: 'Events to be told about.' })
  events!: WebhookEvent[]
}

@InputType('UpdateWebhookInput', { description: 'Arguments of `updateWebhook`. What is left out stays.' })
export class UpdateWebhookInput {
  @Field(() => ID, { description: 'The webhook.' })
  webhookId!: string

  @Field(() => String, { nullable: true, description: 'Address, https only outside development.' })
  url?: string | null

  @Field(() => [WebhookEvent], { nullable: true, description: 'Events to be told about; replaces the list.' })
  events?: WebhookEvent[] | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is told anything. Switching it off drops what waits; switching it on begins afresh.',
  })
  enabled?: boolean | null
}

@InputType('RotateWebhookSecretInput', { description: 'Arguments of `rotateWebhookSecret`.' })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: 'The webhook.' })
  webhookId!: string
}

@InputType('TestWebhookInput', { description: 'Arguments of `testWebhook`.' })
export class TestWebhookInput {
  @Field(() => ID, { description: 'The webhook.' })
  webhookId!: string

  @Field(() => WebhookEvent, { description: 'The event to make up.' })
  event!: WebhookEvent
}

@InputType('ReplayWebhookDeliveryInput', { description: 'Arguments of `replayWebhookDelivery`.' })
export class ReplayWebhookDeliveryInput {
  @Field(() => ID, { description: 'The delivery.' })
  webhookDeliveryId!: string
}

@InputType('DeleteWebhookInput', { description: 'Arguments of `deleteWebhook`.' })
export class DeleteWebhookInput {
  @Field(() => ID, { description: 'The webhook.' })
  webhookId!: string
}

@ObjectType('CreateWebhookPayload', { implements: MutationPayloadType, description: 'What `createWebhook` did.' })
export class CreateWebhookPayloadType extends MutationPayloadType {
  @Field(() => WebhookType, { nullable: true, description: 'The webhook.' })
  webhook!: WebhookType | null

  @Field(() => String, {
    nullable: true,
    description: 'The secret that signs its requests, shown only this once.',
  })
  secret!: string | null
}

@ObjectType('UpdateWebhookPayload', { implements: MutationPayloadType, description: 'What `updateWebhook` did.' })
export class UpdateWebhookPayloadType extends MutationPayloadType {
  @Field(() => WebhookType, { nullable: true, description: 'The webhook.' })
  webhook!: WebhookType | null
}

@ObjectType('RotateWebhookSecretPayload', {
  implements: MutationPayloadType,
  description: 'What `rotateWebhookSecret` did.',
})
export class RotateWebhookSecretPayloadType extends MutationPayloadType {
  @Field(() => WebhookType, { nullable: true, description: 'The webhook.' })
  webhook!: WebhookType | null

  @Field(() => String, {
    nullable: true,
    description: 'The new secret, shown only this once; the old one signs beside it for 24 hours.',
  })
  secret!: string | null
}

@ObjectType('TestWebhookPayload', { implements: MutationPayloadType, description: 'What `testWebhook` did.' })
export class TestWebhookPayloadType extends MutationPayloadType {
  @Field(() => Int, { nullable: true, description: 'HTTP status that came back; null when nothing did.' })
  httpStatus!: number | null

  @Field(() => Int, { nullable: true, description: 'How long it took.' })
  durationMs!: number | null

  @Field(() => String, { nullable: true, description: 'Why it did not arrive, for people; null when it did.' })
  error!: string | null
}

@ObjectType('ReplayWebhookDeliveryPayload', {
  implements: MutationPayloadType,
  description: 'What `replayWebhookDelivery` did.',
})
export class ReplayWebhookDeliveryPayloadType extends MutationPayloadType {
  @Field(() => WebhookDeliveryType, { nullable: true, description: 'The delivery, which is due now.' })
  webhookDelivery!: WebhookDeliveryType | null
}

@ObjectType('DeleteWebhookPayload', { implements: MutationPayloadType, description: 'What `deleteWebhook` did.' })
export class DeleteWebhookPayloadType extends MutationPayloadType {
  @Field(() => ID, { nullable: true, description: 'Id of the webhook removed.' })
  deletedId!: string | null
}
