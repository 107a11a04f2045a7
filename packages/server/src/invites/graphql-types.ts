import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { UserErrorCode } from '../base/errors.ts'
import { connectionType } from '../base/graphql/connection.ts'
import { NodeType } from '../base/graphql/node.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { UserType } from '../users/graphql-types.ts'
import { BounceKind } from '../mail/email.ts'
import { MailCause } from './diagnose-mail.ts'
import { InviteRevocation, InviteStatus, InviteTiming } from './invite.ts'

registerEnumType(InviteStatus, {
  name: 'InviteStatus',
  description: 'What became of an invite.',
  valuesConfig: {
    SCHEDULED: { description: 'Will be sent at `scheduledFor`.' },
    QUEUED: { description: 'Waits to be handed to the mail service.' },
    SENT: {
      description:
        'The mail service took it. Where `serverInfo.sendsMail` is false there is none: it was written to a file on the server.',
    },
    DELIVERED: { description: "The recipient's mail server took it." },
    BOUNCED: {
      description:
        'It came back, or the mail service refused the address; see `bounce`. Correct the address, then resend.',
    },
    FAILED: { description: 'The mail service could not be reached after all retries.' },
    EXPIRED: { description: 'The link is past `expiresAt`.' },
    ACCEPTED: { description: 'The link was used, or the user confirmed in another way.' },
    REVOKED: { description: 'Taken back, or replaced by a newer invite.' },
  },
})

registerEnumType(InviteRevocation, {
  name: 'InviteRevocation',
  description: 'Why an invite is REVOKED.',
  valuesConfig: {
    TAKEN_BACK: { description: 'Somebody took it back with `revokeInvite`, or asked for another before it was sent.' },
    REPLACED: { description: 'A newer invite took its place.' },
    ADDRESS_CORRECTED: { description: 'The address was corrected after it was sent to the wrong one.' },
    USER_DEACTIVATED: { description: 'The user was deactivated.' },
  },
})

registerEnumType(BounceKind, {
  name: 'BounceKind',
  description: 'What kind of mail failure.',
  valuesConfig: {
    HARD: { description: 'The address does not exist; it stays suppressed until it is corrected.' },
    SOFT: { description: 'A passing failure such as a full mailbox.' },
    BLOCKED: { description: 'Refused by a spam filter or a firewall.' },
    SPAM_REPORT: { description: 'The recipient reported it as spam.' },
    DROPPED: { description: 'The mail service had the address on its own suppression list and sent nothing.' },
  },
})

registerEnumType(MailCause, {
  name: 'MailCause',
  description: 'Why the mail with the activation link has not arrived, or where it is.',
  valuesConfig: {
    NEVER_INVITED: { description: 'No invite was ever made.' },
    SCHEDULED: { description: 'It waits for its time.' },
    QUEUED: { description: 'It waits for its turn: the system is busy, or its import is not complete yet.' },
    DELAYED: { description: 'The mail service could not take it yet; `lastAnswer` says what it said.' },
    SENT: { description: "The mail service took it; the recipient's mail server has not answered yet." },
    WRITTEN_TO_FILE: { description: 'It was not sent: the server has no mail service, and wrote it to a file.' },
    DELIVERED: { description: "The recipient's mail server took it: look in the spam folder." },
    BOUNCED: { description: 'It came back; see `bounce`. Most often the address is wrong.' },
    BLOCKED: { description: 'A spam filter or a firewall refused it; see `bounce`.' },
    SUPPRESSED: { description: 'Nothing is sent to the address any more, until it is corrected.' },
    FAILED: { description: 'The mail service did not take it after all attempts.' },
    EXPIRED: { description: 'It was sent, and its link has expired.' },
    REVOKED: { description: 'It was taken back.' },
    ADDRESS_CORRECTED: {
      description: 'It went to an address that was corrected since; the new one is sent nothing yet.',
    },
    CONFIRMED: { description: 'The user has confirmed, and needs no link.' },
    DEACTIVATED: { description: 'The user is deactivated, and is sent nothing.' },
  },
})

registerEnumType(InviteTiming, {
  name: 'InviteTiming',
  description: 'Whether and when invites are sent.',
  valuesConfig: {
    NONE: { description: 'Send none now; `resendInvites` sends them later.' },
    IMMEDIATE: { description: 'Send as soon as the rows are applied.' },
    SCHEDULED: { description: 'Send at `sendAt`.' },
    HIRE_DATE: { description: 'Send at nine in the morning of the hire date, by the time zone of the user.' },
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

  @Field(() => Date, { nullable: true, description: 'When it was taken back.' })
  revokedAt!: Date | null
}

@ObjectType('InviteBounce', { description: 'Why a mail came back.' })
export class InviteBounceType {
  @Field(() => BounceKind, { description: 'What kind of failure.' })
  kind!: BounceKind

  @Field(() => String, { nullable: true, description: 'What the receiving server said.' })
  reason!: string | null

  @Field(() => Date, { description: 'When.' })
  at!: Date
}

@ObjectType('MailDiagnosis', {
  description: 'The answer to "why has the mail not arrived?" for one user, from what is known of the newest invite.',
})
export class MailDiagnosisType {
  @Field(() => MailCause, { description: 'Why, or where it is.' })
  cause!: MailCause

  @Field(() => Date, { nullable: true, description: 'Since when it stands so; null where that is not known.' })
  since!: Date | null

  @Field(() => Int, { description: 'How often it was handed to the mail service.' })
  attempts!: number

  @Field(() => String, { nullable: true, description: 'What the mail service, or the receiving server, said last.' })
  lastAnswer!: string | null

  @Field(() => Date, { nullable: true, description: 'When it is tried next, where it will be.' })
  nextAttemptAt!: Date | null

  @Field(() => InviteBounceType, { nullable: true, description: 'Why it came back.' })
  bounce!: InviteBounceType | null

  @Field(() => Boolean, { description: "Whether nothing is sent to the user's present address any more." })
  isSuppressed!: boolean

  @Field(() => String, { description: 'One sentence for a person.' })
  message!: string

  @Field(() => String, { nullable: true, description: 'What to do about it, where there is something to do.' })
  hint!: string | null
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

@ObjectType('RevokeSkip', { description: 'Invites that were left as they are.' })
class RevokeSkipType {
  @Field(() => UserErrorCode, { description: 'Why: INVITE_NOT_USABLE for those that had ended already.' })
  reason!: UserErrorCode

  @Field(() => Int, { description: 'How many.' })
  count!: number
}

@ObjectType('RevokeInvitesPayload', { implements: MutationPayloadType, description: 'What `revokeInvites` did.' })
export class RevokeInvitesPayloadType extends MutationPayloadType {
  @Field(() => Int, { description: 'Invites taken back, or that would be with `dryRun`.' })
  revoked!: number

  @Field(() => [RevokeSkipType], { description: 'Invites left as they are, by reason.' })
  skipped!: RevokeSkipType[]
}

@ObjectType('ReactivateUserPayload', { implements: MutationPayloadType, description: 'What `reactivateUser` did.' })
export class ReactivateUserPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The user.' })
  user!: UserType | null
}
