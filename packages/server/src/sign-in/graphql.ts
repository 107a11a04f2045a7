import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { answer, requireCredential, showAs, type Context, type Payload } from '../base/graphql/mutate.ts'
import { inTransaction } from '../base/work.ts'
import { passwordRules } from '../users/password.ts'
import type { User } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { acceptInvite } from './accept-invite.ts'
import { changePassword } from './change-password.ts'
import {
  AcceptInviteInput,
  AcceptInvitePayloadType,
  ChangePasswordInput,
  ChangePasswordPayloadType,
  InvitationInfoType,
  RequestNewInviteInput,
  RequestNewInvitePayloadType,
  RequestPasswordResetInput,
  RequestPasswordResetPayloadType,
  ResetPasswordInput,
  ResetPasswordPayloadType,
  SignInInput,
  SignInPayloadType,
  SignOutPayloadType,
} from './graphql-types.ts'
import { findSignOnAddress } from './find-sign-on-address.ts'
import { limitCalls } from './limit-calls.ts'
import { lookAtInvite } from './look-at-invite.ts'
import { requestNewInvite } from './request-new-invite.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'
import { signInWithPassword } from './sign-in-with-password.ts'
import { signOut } from './sign-out.ts'
import type { SignedIn } from './start-session.ts'

@Resolver()
export class SignInResolver {
  @Query(() => InvitationInfoType, {
    nullable: true,
    description:
      'What the holder of an invite link may see before accepting. Needs no credential but the token. Null when there is no such link.',
  })
  async invitation(
    @Ctx() { server, caller }: Context,
    @Arg('token', () => String, { description: 'The token from the link.' }) token: string,
  ): Promise<InvitationInfoType | null> {
    const pardon = await limitCalls(server, { subject: token, caller: caller ?? null })
    const found = await lookAtInvite(server, token)
    if (!found) return null
    await pardon()
    const { invite, user, organization, problem, isRenewable } = found
    return {
      organizationName: organization.name,
      name: user.name,
      email: invite.email,
      expiresAt: invite.expiresAt,
      usable: problem === null,
      renewable: isRenewable,
      reason: problem?.code ?? null,
      signOnUrl: await findSignOnAddress(server, organization),
      passwordRules: passwordRules(),
    }
  }

  @Mutation(() => AcceptInvitePayloadType, {
    nullable: true,
    description: 'Accept an invite and set a password. Needs no credential but the token.',
  })
  acceptInvite(
    @Ctx() context: Context,
    @Arg('input', () => AcceptInviteInput, { description: 'Arguments.' }) input: AcceptInviteInput,
  ): Promise<Payload<{ user: User }>> {
    return shownToThem(context, input, async () => {
      const pardon = await limitCalls(context.server, { subject: input.token, caller: context.caller ?? null })
      const accepted = await acceptInvite(context.server, input)
      await pardon()
      return accepted
    })
  }

  @Mutation(() => RequestNewInvitePayloadType, {
    nullable: true,
    description:
      'Mail a new link in the place of one that expired or was replaced, to the address the old one went to. Needs no credential but the old token; answers alike for every token, and mails nobody more than three links an hour.',
  })
  requestNewInvite(
    @Ctx() { server, caller }: Context,
    @Arg('input', () => RequestNewInviteInput, { description: 'The old token.' }) input: RequestNewInviteInput,
  ): Promise<Payload<object>> {
    return answer(input, () => requestNewInvite(server, input, caller ?? null))
  }

  @Mutation(() => SignInPayloadType, {
    nullable: true,
    description:
      'Sign in with an email address and a password. The token goes into `Authorization: Bearer`. Needs no credential; throttled per address and per caller.',
  })
  async signIn(
    @Ctx() context: Context,
    @Arg('input', () => SignInInput, { description: 'The address and the password.' }) input: SignInInput,
  ): Promise<Payload<SignedIn>> {
    const signIn = () => signInWithPassword(context.server, input, context.caller ?? null)
    return { mustChangePassword: false, ...(await shownToThem(context, input, signIn)) }
  }

  @Mutation(() => SignOutPayloadType, {
    nullable: true,
    description: 'End the session whose token made this call.',
  })
  signOut(@Ctx() context: Context): Promise<Payload<object>> {
    const viewer = requireCredential(context)
    return answer({}, () => inTransaction(context.server, viewer, signOut))
  }

  @Mutation(() => RequestPasswordResetPayloadType, {
    nullable: true,
    description:
      'Mail a link with which a password can be set anew. Answers alike, and takes alike long, whether or not the address is known.',
  })
  requestPasswordReset(
    @Ctx() { server, caller }: Context,
    @Arg('input', () => RequestPasswordResetInput, { description: 'The address.' }) input: RequestPasswordResetInput,
  ): Promise<Payload<object>> {
    return answer(input, () => requestPasswordReset(server, input, caller ?? null))
  }

  @Mutation(() => ResetPasswordPayloadType, {
    nullable: true,
    description: 'Set a new password with the token of a reset mail; ends every session of the user.',
  })
  resetPassword(
    @Ctx() context: Context,
    @Arg('input', () => ResetPasswordInput, { description: 'The token and the new password.' })
    input: ResetPasswordInput,
  ): Promise<Payload<{ user: User }>> {
    return shownToThem(context, input, () => resetPassword(context.server, input, context.caller ?? null))
  }

  @Mutation(() => ChangePasswordPayloadType, {
    nullable: true,
    description: "Change one's own password; needs the present one. Ends every other session of the user.",
  })
  changePassword(
    @Ctx() context: Context,
    @Arg('input', () => ChangePasswordInput, { description: 'The present and the new password.' })
    input: ChangePasswordInput,
  ): Promise<Payload<{ user: User }>> {
    const viewer = requireCredential(context)
    return shownToThem(context, input, () => changePassword(context.server, viewer, input))
  }
}

/** The answer to somebody who has just proved who they are, and may therefore read of themselves. */
async function shownToThem<Result extends { user: User }>(
  context: Context,
  input: object,
  act: () => Promise<Result>,
): Promise<Payload<Result>> {
  const payload: Payload<{ user: User }> = await answer(input, act)
  showAs(context, payload.user ? viewerOfUser(payload.user) : null)
  return payload as Payload<Result>
}
