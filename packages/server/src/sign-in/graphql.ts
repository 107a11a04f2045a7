import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql'
import { UserErrorCode } from '../base/errors.ts'
import { answer, showAs, type Context, type Payload } from '../base/graphql/mutate.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { UserType } from '../users/graphql-types.ts'
import { passwordRules } from '../users/password.ts'
import type { User } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { acceptInvite } from './accept-invite.ts'
import { lookAtInvite } from './look-at-invite.ts'

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

  @Field(() => UserErrorCode, { nullable: true, description: 'Why not.' })
  reason!: UserErrorCode | null

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
class AcceptInvitePayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The user, now CONFIRMED.' })
  user!: UserType | null
}

@Resolver()
export class SignInResolver {
  @Query(() => InvitationInfoType, {
    nullable: true,
    description:
      'What the holder of an invite link may see before accepting. Needs no credential but the token. Null when there is no such link.',
  })
  async invitation(
    @Ctx() { server }: Context,
    @Arg('token', () => String, { description: 'The token from the link.' }) token: string,
  ): Promise<InvitationInfoType | null> {
    const found = await lookAtInvite(server, token)
    if (!found) return null
    const { invite, user, organization, problem } = found
    return {
      organizationName: organization.name,
      name: user.name,
      email: invite.email,
      expiresAt: invite.expiresAt,
      usable: problem === null,
      reason: problem?.code ?? null,
      passwordRules: passwordRules(),
    }
  }

  @Mutation(() => AcceptInvitePayloadType, {
    nullable: true,
    description: 'Accept an invite and set a password. Needs no credential but the token.',
  })
  async acceptInvite(
    @Ctx() context: Context,
    @Arg('input', () => AcceptInviteInput, { description: 'Arguments.' }) input: AcceptInviteInput,
  ): Promise<Payload<{ user: User }>> {
    const payload = await answer(input, () => acceptInvite(context.server, input))
    showAs(context, payload.user ? viewerOfUser(payload.user) : null)
    return payload
  }
}
