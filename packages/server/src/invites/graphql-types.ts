import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { connectionType } from '../base/graphql/connection.ts'
import { NodeType } from '../base/graphql/node.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { UserType } from '../users/graphql-types.ts'
import { InviteStatus, InviteTiming } from './invite.ts'

registerEnumType(InviteStatus, {
  name: 'InviteStatus',
  description: 'What became of an invite.',
  valuesConfig: {
    SCHEDULED: { description: 'Will be sent at `scheduledFor`.' },
    QUEUED: { description: 'Waits to be handed to the mail service.' },
    SENT: { description: 'The mail service took it.' },
    FAILED: { description: 'The mail service could not be reached after all retries.' },
    EXPIRED: { description: 'The link is past `expiresAt`.' },
    ACCEPTED: { description: 'The link was used, or the user confirmed in another way.' },
    REVOKED: { description: 'Taken back, or replaced by a newer invite.' },
  },
})

registerEnumType(InviteTiming, {
  name: 'InviteTiming',
  description: 'Whether an import sends invites.',
  valuesConfig: {
    NONE: { description: 'Send none now; `resendInvites` sends them later.' },
    IMMEDIATE: { description: 'Send as soon as the rows are applied.' },
    SCHEDULED: { description: 'Send at `sendAt`.' },
  },
})

@ObjectType('Invite', {
  implements: NodeType,
  description: 'A mail with an activation link. Only the newest invite of a user has a link that works.',
})
export class InviteType extends NodeType {
  @Field(() => String, { description: 'The address it went to, which may since have been corrected.' })
  email!: string

  @Field(() => Date, { description: 'When it was asked for.' })
  createdAt!: Date

  @Field(() => Date, { nullable: true, description: 'When it is to be sent; null means at once.' })
  scheduledFor!: Date | null

  @Field(() => Date, { nullable: true, description: 'When the link stops working; null until it is sent.' })
  expiresAt!: Date | null

  @Field(() => Date, { nullable: true, description: 'When the link was used.' })
  acceptedAt!: Date | null
}

export const InviteConnectionType = connectionType('Invite', () => InviteType, { one: 'An invite', many: 'invites' })

@ObjectType('InviteUserPayload', { implements: MutationPayloadType, description: 'What `inviteUser` did.' })
export class InviteUserPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The new user; null when there are errors.' })
  user!: UserType | null

  @Field(() => InviteType, { nullable: true, description: 'The invite; null with `invite: NONE`.' })
  invite!: InviteType | null
}

@ObjectType('InviteUsersPayload', { implements: MutationPayloadType, description: 'What `inviteUsers` did.' })
export class InviteUsersPayloadType extends MutationPayloadType {
  @Field(() => [InviteUserPayloadType], { description: 'One result for each entry, in the same order.' })
  results!: InviteUserPayloadType[]
}

@ObjectType('ResendInvitePayload', { implements: MutationPayloadType, description: 'What `resendInvite` did.' })
export class ResendInvitePayloadType extends MutationPayloadType {
  @Field(() => InviteType, { nullable: true, description: 'The new invite.' })
  invite!: InviteType | null
}

@ObjectType('RevokeInvitePayload', { implements: MutationPayloadType, description: 'What `revokeInvite` did.' })
export class RevokeInvitePayloadType extends MutationPayloadType {
  @Field(() => InviteType, { nullable: true, description: 'The invite, now REVOKED.' })
  invite!: InviteType | null
}

@ObjectType('ReactivateUserPayload', { implements: MutationPayloadType, description: 'What `reactivateUser` did.' })
export class ReactivateUserPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The user.' })
  user!: UserType | null
}
