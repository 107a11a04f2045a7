import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionType } from '../base/graphql/connection.ts'
import { NodeType } from '../base/graphql/node.ts'
import { MutationPayloadType, UserErrorType } from '../base/graphql/user-error.ts'
import { Role } from '../base/viewer.ts'
import { TeamType } from '../teams/graphql.ts'
import { ConfirmationMethod, UserSource, UserStatus } from './user.ts'

registerEnumType(UserStatus, {
  name: 'UserStatus',
  description: 'Where a user stands.',
  valuesConfig: {
    NOT_INVITED: { description: 'In the system, and no invite has been sent or scheduled yet.' },
    INVITE_SCHEDULED: { description: 'An invite will be sent at its scheduled time.' },
    INVITE_PENDING: {
      description: 'An invite was sent and is not accepted yet, or has expired or bounced: see `lastInvite`.',
    },
    CONFIRMED: { description: 'Accepted an invite, signed in by SSO, or had a password set by an administrator.' },
    DEACTIVATED: {
      description: 'Cannot sign in. The e-mail address stays taken until the user is reactivated or changed.',
    },
  },
})

registerEnumType(UserSource, {
  name: 'UserSource',
  description: 'What brought a user into the directory, or last changed them.',
  valuesConfig: {
    MANUAL: { description: 'Invited by hand with `inviteUser` or `inviteUsers`.' },
    IMPORT: { description: 'A CSV import.' },
    HR_SYNC: { description: 'An HR integration.' },
    SSO: { description: 'First seen at a single sign-on.' },
  },
})

registerEnumType(ConfirmationMethod, {
  name: 'ConfirmationMethod',
  description: 'How a user was confirmed.',
  valuesConfig: {
    INVITE: { description: 'Followed an invite link and set a password.' },
    PASSWORD_SET: { description: 'Somebody with people access set a password for them.' },
    SSO: { description: 'Signed in through single sign-on.' },
  },
})

@ObjectType('UserHrSync', { description: 'How an HR integration looks after a user.' })
export class UserHrSyncType {
  @Field(() => String, { description: 'Name of the integration.' })
  hrIntegrationName!: string

  @Field(() => [String], {
    description:
      'Fields that only the HR system changes, such as `jobTitle`; none for a user who was released. `status` is one of them for whoever has left.',
  })
  ownedFields!: readonly string[]

  @Field(() => Date, {
    nullable: true,
    description: 'When an Owner released the user, so that people may change everything.',
  })
  releasedAt!: Date | null
}

@ObjectType('User', { implements: NodeType, description: 'A person of the organization.' })
export class UserType extends NodeType {
  @Field(() => String, { description: 'Full name.' })
  name!: string

  @Field(() => String, { nullable: true, description: 'Given name, if the parts are known.' })
  firstName!: string | null

  @Field(() => String, { nullable: true, description: 'Family name, if the parts are known.' })
  lastName!: string | null

  @Field(() => UserStatus, { description: 'Where the user stands.' })
  status!: UserStatus

  @Field(() => Role, { description: 'Role.' })
  role!: Role

  @Field(() => String, { nullable: true, description: 'Job title.' })
  jobTitle!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Language of mails and screens, a BCP 47 tag such as `en-GB`.',
  })
  language!: string | null

  @Field(() => String, { nullable: true, description: 'IANA time zone, for example Europe/London.' })
  timeZone!: string | null

  @Field(() => String, { nullable: true, description: 'First day of work, as YYYY-MM-DD.' })
  hireDate!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Employee number or other key from another system, unique where set.',
  })
  externalId!: string | null

  @Field(() => UserSource, { description: 'What first brought the user in.' })
  source!: UserSource

  @Field(() => Date, { nullable: true, description: 'When it was confirmed.' })
  confirmedAt!: Date | null

  @Field(() => ConfirmationMethod, { nullable: true, description: 'How it was confirmed.' })
  confirmedBy!: ConfirmationMethod | null

  @Field(() => Date, { nullable: true, description: 'When it was deactivated.' })
  deactivatedAt!: Date | null

  @Field(() => Date, { description: 'When the account was made.' })
  createdAt!: Date

  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt!: Date
}

export const UserConnectionType = connectionType('User', () => UserType, { one: 'A user', many: 'users' })

@ObjectType('UserCounts', { description: 'How many users are in each status.' })
export class UserCountsType {
  @Field(() => Int, { description: 'Users in status NOT_INVITED.' })
  notInvited!: number

  @Field(() => Int, { description: 'Users in status INVITE_SCHEDULED.' })
  inviteScheduled!: number

  @Field(() => Int, { description: 'Users in status INVITE_PENDING.' })
  invitePending!: number

  @Field(() => Int, { description: 'Users in status CONFIRMED.' })
  confirmed!: number

  @Field(() => Int, { description: 'Users in status DEACTIVATED.' })
  deactivated!: number
}

@ObjectType('EmailTakenError', {
  implements: UserErrorType,
  description: 'The email address or identifier belongs to somebody already.',
})
export class EmailTakenErrorType extends UserErrorType {}

@ObjectType('HrOwnedError', {
  implements: UserErrorType,
  description: 'An HR integration keeps in step what was to be changed.',
})
export class HrOwnedErrorType extends UserErrorType {
  @Field(() => String, { description: 'Name of the integration.' })
  hrIntegrationName!: string

  @Field(() => [String], { description: 'The fields that it owns of those that were to be changed.' })
  fields!: string[]
}

@ObjectType('UpdateUserPayload', { implements: MutationPayloadType, description: 'What `updateUser` did.' })
export class UpdateUserPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The user.' })
  user!: UserType | null
}

@ObjectType('DeactivateUserPayload', { implements: MutationPayloadType, description: 'What `deactivateUser` did.' })
export class DeactivateUserPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The user.' })
  user!: UserType | null
}

@ObjectType('SetUserPasswordPayload', { implements: MutationPayloadType, description: 'What `setUserPassword` did.' })
export class SetUserPasswordPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The user.' })
  user!: UserType | null
}

@ObjectType('CreateTeamPayload', { implements: MutationPayloadType, description: 'What `createTeam` did.' })
export class CreateTeamPayloadType extends MutationPayloadType {
  @Field(() => TeamType, { nullable: true, description: 'The team.' })
  team!: TeamType | null
}

@ObjectType('UpdateTeamPayload', { implements: MutationPayloadType, description: 'What `updateTeam` did.' })
export class UpdateTeamPayloadType extends MutationPayloadType {
  @Field(() => TeamType, { nullable: true, description: 'The team.' })
  team!: TeamType | null
}
