import { ArgsType, Field, ID, InputType } from 'type-graphql'
import { PageArgs } from '../base/graphql/connection.ts'
import { Permission, Role } from '../base/viewer.ts'
import { CustomFieldInputType } from '../users/graphql-inputs.ts'
import { InviteStatus, InviteTiming } from './invite.ts'

@InputType('InviteFilter', {
  description: 'Which invites to list. Several fields must all fit; several values of one field are alternatives.',
})
export class InviteFilter {
  @Field(() => [InviteStatus], { nullable: true, description: 'Statuses.' })
  status?: InviteStatus[] | null

  @Field(() => ID, { nullable: true, description: 'Invites made by this import.' })
  importId?: string | null

  @Field(() => ID, { nullable: true, description: 'Invites to this user.' })
  userId?: string | null

  @Field(() => [ID], {
    nullable: true,
    description: 'Invites to users whose primary or secondary team is one of these.',
  })
  teamId?: string[] | null

  @Field(() => Date, { nullable: true, description: 'Asked for at or after.' })
  createdAfter?: Date | null

  @Field(() => Date, { nullable: true, description: 'Asked for before.' })
  createdBefore?: Date | null
}

@ArgsType()
export class InvitesArgs extends PageArgs {
  @Field(() => InviteFilter, { nullable: true, description: 'Which invites.' })
  filter?: InviteFilter | null
}

@InputType('InviteUserInput', { description: 'Arguments of `inviteUser`.' })
export class InviteUserInput {
  @Field(() => String, { description: 'Email address.' })
  email!: string

  @Field(() => String, { nullable: true, description: 'Full name; or give `firstName` and `lastName`.' })
  name?: string | null

  @Field(() => String, { nullable: true, description: 'Given name.' })
  firstName?: string | null

  @Field(() => String, { nullable: true, description: 'Family name.' })
  lastName?: string | null

  @Field(() => Role, { nullable: true, defaultValue: Role.LEARNER, description: 'Role.' })
  role?: Role | null

  @Field(() => [Permission], { nullable: true, description: 'Permissions on top of the role.' })
  permissions?: Permission[] | null

  @Field(() => String, { nullable: true, description: 'Job title.' })
  jobTitle?: string | null

  @Field(() => ID, { nullable: true, description: 'Primary team.' })
  primaryTeamId?: string | null

  @Field(() => ID, {
    nullable: true,
    description: 'A manager for this user alone, instead of the one of the primary team.',
  })
  managerId?: string | null

  @Field(() => [ID], { nullable: true, description: 'Further teams.' })
  secondaryTeamIds?: string[] | null

  @Field(() => ID, { nullable: true, description: 'Location.' })
  locationId?: string | null

  @Field(() => String, { nullable: true, description: 'Language, a BCP 47 tag.' })
  language?: string | null

  @Field(() => String, { nullable: true, description: 'IANA time zone.' })
  timeZone?: string | null

  @Field(() => String, { nullable: true, description: 'First day of work, as YYYY-MM-DD.' })
  hireDate?: string | null

  @Field(() => String, { nullable: true, description: 'Employee number or other key from another system.' })
  externalId?: string | null

  @Field(() => [CustomFieldInputType], {
    nullable: true,
    description: "Values of the organization's own fields.",
  })
  customFields?: CustomFieldInputType[] | null

  @Field(() => InviteTiming, {
    nullable: true,
    defaultValue: InviteTiming.IMMEDIATE,
    description: 'Whether and when the invite is sent.',
  })
  invite?: InviteTiming | null

  @Field(() => Date, { nullable: true, description: 'When to send; required with SCHEDULED.' })
  sendAt?: Date | null

  @Field(() => String, {
    nullable: true,
    description:
      "A text of the caller's choice, at most 64 characters: repeating a call with the same key within 24 hours returns the first result instead of acting twice.",
  })
  idempotencyKey?: string | null
}

@InputType('InviteUsersInput', { description: 'Arguments of `inviteUsers`.' })
export class InviteUsersInput {
  @Field(() => [InviteUserInput], {
    description: 'Whom to invite, at most 1,000; their own `idempotencyKey` is ignored.',
  })
  users!: InviteUserInput[]

  @Field(() => String, { nullable: true, description: 'See `inviteUser`.' })
  idempotencyKey?: string | null
}

@InputType('ResendInviteInput', { description: 'Arguments of `resendInvite`.' })
export class ResendInviteInput {
  @Field(() => ID, { description: 'The user.' })
  userId!: string

  @Field(() => Date, { nullable: true, description: 'When to send; left out means at once.' })
  sendAt?: Date | null

  @Field(() => String, { nullable: true, description: 'See `inviteUser`.' })
  idempotencyKey?: string | null
}

@InputType('RevokeInviteInput', { description: 'Arguments of `revokeInvite`.' })
export class RevokeInviteInput {
  @Field(() => ID, { description: 'The invite.' })
  inviteId!: string
}

@InputType('RevokeInvitesInput', {
  description: 'Arguments of `revokeInvites`. Give `inviteIds`, or `filter` with at least one condition.',
})
export class RevokeInvitesInput {
  @Field(() => [ID], { nullable: true, description: 'The invites, at most 1,000.' })
  inviteIds?: string[] | null

  @Field(() => InviteFilter, {
    nullable: true,
    description: 'Which invites; `{ status: [SCHEDULED] }` are all that wait for their time.',
  })
  filter?: InviteFilter | null

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Only count, revoke nothing.' })
  dryRun?: boolean | null

  @Field(() => String, { nullable: true, description: 'See `inviteUser`.' })
  idempotencyKey?: string | null
}

@InputType('ReactivateUserInput', { description: 'Arguments of `reactivateUser`.' })
export class ReactivateUserInput {
  @Field(() => ID, { description: 'The user.' })
  userId!: string

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether a pending user gets a fresh invite.',
  })
  sendInvite?: boolean | null
}
