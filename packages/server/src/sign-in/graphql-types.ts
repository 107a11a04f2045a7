import { Field, InputType, ObjectType } from 'type-graphql'
import { UserErrorCode } from '../base/errors.ts'
import { UrlScalar } from '../base/graphql/scalars.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { UserType } from '../users/graphql-types.ts'

@ObjectType('InvitationInfo', {
  description: 'What the holder of an invite link may see before accepting. Needs no credential but the token.',
})
export class InvitationInfoType {
  @Field(() => String, { description: 'Name of the organization.' })
  organizationName!: string

  @Field(() => String, { description: 'Name of the person invited.' })
  name!: string

  @Field(() => String, { description: 'Address the invite went to.' })
  email!: string

  @Field(() => Date, { nullable: true, description: 'When it stops working.' })
  expiresAt!: Date | null

  @Field(() => Boolean, { description: 'Whether the link can be used now.' })
  usable!: boolean

  @Field(() => Boolean, {
    description: 'Whether `requestNewInvite` mails a new link in the place of this one.',
  })
  renewable!: boolean

  @Field(() => UserErrorCode, { nullable: true, description: 'Why not.' })
  reason!: UserErrorCode | null

  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Where to sign on instead of choosing a password, in an organization that takes none.',
  })
  signOnUrl!: string | null

  @Field(() => [String], { description: 'What a password must have.' })
  passwordRules!: string[]
}

@InputType('AcceptInviteInput', { description: 'Arguments of `acceptInvite`.' })
export class AcceptInviteInput {
  @Field(() => String, { description: 'The token from the link.' })
  token!: string

  @Field(() => String, { description: 'The password to set.' })
  password!: string

  @Field(() => String, { nullable: true, description: 'Corrected full name.' })
  name?: string | null
}

@ObjectType('AcceptInvitePayload', { implements: MutationPayloadType, description: 'What `acceptInvite` did.' })
export class AcceptInvitePayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The user, now CONFIRMED.' })
  user!: UserType | null
}

@InputType('RequestNewInviteInput', { description: 'What `requestNewInvite` needs.' })
export class RequestNewInviteInput {
  @Field(() => String, { description: 'The token from the link that does not work any more.' })
  token!: string
}

@ObjectType('RequestNewInvitePayload', {
  implements: MutationPayloadType,
  description: 'What `requestNewInvite` answers. It says nothing about whether a mail was sent.',
})
export class RequestNewInvitePayloadType extends MutationPayloadType {}

@InputType('SignInInput', { description: 'What `signIn` needs.' })
export class SignInInput {
  @Field(() => String, { description: 'Email address; upper and lower case alike.' })
  email!: string

  @Field(() => String, { description: 'The password, compared exactly as typed.' })
  password!: string
}

@ObjectType('SignInPayload', { implements: MutationPayloadType, description: 'What `signIn` answers.' })
export class SignInPayloadType extends MutationPayloadType {
  @Field(() => String, { nullable: true, description: 'Session token, shown once; null when refused.' })
  token!: string | null

  @Field(() => Date, {
    nullable: true,
    description: 'When the session ends at the latest; one that is not used ends earlier.',
  })
  expiresAt!: Date | null

  @Field(() => Boolean, {
    description:
      'Whether the password was set by somebody else and has to be changed first; until then only `changePassword` and `signOut` are allowed.',
  })
  mustChangePassword!: boolean

  @Field(() => UserType, { nullable: true, description: 'Who signed in.' })
  user!: UserType | null
}

@ObjectType('SignOutPayload', { implements: MutationPayloadType, description: 'What `signOut` answers.' })
export class SignOutPayloadType extends MutationPayloadType {}

@InputType('RequestPasswordResetInput', { description: 'What `requestPasswordReset` needs.' })
export class RequestPasswordResetInput {
  @Field(() => String, { description: 'Email address.' })
  email!: string
}

@ObjectType('RequestPasswordResetPayload', {
  implements: MutationPayloadType,
  description: 'What `requestPasswordReset` answers. It says nothing about whether the address is known.',
})
export class RequestPasswordResetPayloadType extends MutationPayloadType {}

@InputType('ResetPasswordInput', { description: 'What `resetPassword` needs.' })
export class ResetPasswordInput {
  @Field(() => String, { description: 'From the link in the mail.' })
  token!: string

  @Field(() => String, { description: 'The new password.' })
  password!: string
}

@ObjectType('ResetPasswordPayload', { implements: MutationPayloadType, description: 'What `resetPassword` answers.' })
export class ResetPasswordPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'Whose password it is.' })
  user!: UserType | null
}

@InputType('ChangePasswordInput', { description: 'What `changePassword` needs.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The present password.' })
  currentPassword!: string

  @Field(() => String, { description: 'The new one.' })
  newPassword!: string
}

@ObjectType('ChangePasswordPayload', { implements: MutationPayloadType, description: 'What `changePassword` answers.' })
export class ChangePasswordPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'Oneself.' })
  user!: UserType | null
}
