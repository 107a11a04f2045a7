import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql'
import { OrganizationType } from '../access/graphql.ts'
import type { Organization } from '../access/organization.ts'
import { canAdminister } from '../access/permissions.ts'
import { globalId, withBareIds } from '../base/graphql/ids.ts'
import { answer, mutate, reading, requireViewer, showAs, type Context, type Payload } from '../base/graphql/mutate.ts'
import type { FindNode } from '../base/graphql/node.ts'
import { UrlScalar } from '../base/graphql/scalars.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { completeSsoLogin } from './complete-sso-login.ts'
import { createSsoProvider } from './create-sso-provider.ts'
import { deleteSsoProvider } from './delete-sso-provider.ts'
import { startAddress } from './find-sign-on-address.ts'
import { findSsoProviders } from './find-sso-providers.ts'
import {
  CompleteSsoLoginInput,
  CompleteSsoLoginPayloadType,
  CreateSsoProviderInput,
  CreateSsoProviderPayloadType,
  DeleteSsoProviderInput,
  DeleteSsoProviderPayloadType,
  SetSsoOnlyInput,
  SetSsoOnlyPayloadType,
  SsoDomainType,
  StartSsoSessionInput,
  SsoProviderType,
  VerifySsoDomainInput,
  VerifySsoDomainPayloadType,
} from './graphql-sso-types.ts'
import { SignInPayloadType } from './graphql-types.ts'
import { hasSso, ssoDomainsOf } from './load-sso.ts'
import { redirectAddress } from './oidc.ts'
import { setSsoOnly } from './set-sso-only.ts'
import type { SsoSignedIn } from './sign-in-with-sso.ts'
import { proofValue, SsoProvider, type SsoDomain } from './sso-provider.ts'
import type { SignedIn } from './start-session.ts'
import { startSsoSession } from './start-sso-session.ts'
import { verifySsoDomain } from './verify-sso-domain.ts'

@Resolver(() => SsoProviderType)
export class SsoResolver {
  @FieldResolver(() => String, {
    description: 'What the TXT record at `_rollcall.` before a domain says, so that the domain can be proved.',
  })
  domainProof(@Root() { domainProof }: SsoProvider): string {
    return proofValue(domainProof)
  }

  @FieldResolver(() => [SsoDomainType], {
    description: 'Proved domains. Only addresses at these lead a first sign-on to a user.',
  })
  domains(@Ctx() context: Context, @Root() { id }: SsoProvider): Promise<SsoDomain[]> {
    return ssoDomainsOf(context).load(id)
  }

  @FieldResolver(() => UrlScalar, {
    description:
      'Where users sign in: a link for people. With `?state=` the platform gets that text back beside the code.',
  })
  startUrl(@Ctx() { server }: Context, @Root() provider: SsoProvider): string {
    return startAddress(server, provider)
  }

  @FieldResolver(() => UrlScalar, { description: 'Redirect address, to be registered with the provider.' })
  redirectUrl(@Ctx() { server }: Context, @Root() provider: SsoProvider): string {
    return redirectAddress(server, provider)
  }

  @Query(() => [SsoProviderType], {
    nullable: true,
    description: 'Providers of single sign-on, oldest first. Requires OWNER or ADMIN.',
  })
  ssoProviders(@Ctx() context: Context): Promise<SsoProvider[]> {
    return findSsoProviders(reading(context))
  }

  @Mutation(() => CreateSsoProviderPayloadType, {
    nullable: true,
    description: 'Set up single sign-on with a provider. Requires OWNER or ADMIN.',
  })
  createSsoProvider(
    @Ctx() context: Context,
    @Arg('input', () => CreateSsoProviderInput, { description: 'Arguments.' }) input: CreateSsoProviderInput,
  ): Promise<Payload<{ ssoProvider: SsoProvider }>> {
    return answer(input, () => createSsoProvider(context.server, requireViewer(context), input))
  }

  @Mutation(() => VerifySsoDomainPayloadType, {
    nullable: true,
    description:
      'Prove a domain by the TXT record that `SsoProvider.domainProof` says, at `_rollcall.` before the domain. Requires OWNER or ADMIN.',
  })
  async verifySsoDomain(
    @Ctx() context: Context,
    @Arg('input', () => VerifySsoDomainInput, { description: 'Arguments.' }) input: VerifySsoDomainInput,
  ): Promise<Payload<{ ssoProvider: SsoProvider }>> {
    const viewer = requireViewer(context)
    return answer(input, async () => {
      showAs(context, null)
      return verifySsoDomain(context.server, viewer, withBareIds(input))
    })
  }

  @Mutation(() => DeleteSsoProviderPayloadType, {
    nullable: true,
    description:
      'End single sign-on with a provider; its users stay, and can have a link mailed to set a password. Requires OWNER or ADMIN.',
  })
  deleteSsoProvider(
    @Ctx() context: Context,
    @Arg('input', () => DeleteSsoProviderInput, { description: 'Arguments.' }) input: DeleteSsoProviderInput,
  ): Promise<Payload<{ deletedId: string }>> {
    return mutate(context, input, async (work, values) => {
      const { deletedId } = await deleteSsoProvider(work, values)
      return { deletedId: globalId('SsoProvider', deletedId) }
    })
  }

  @Mutation(() => CompleteSsoLoginPayloadType, {
    nullable: true,
    description:
      'Tell the server that a user signed in through single sign-on; the first time confirms a pending user. Needs no credential but the identity token. With a session of a user who has confirmed before, it joins the two.',
  })
  async completeSsoLogin(
    @Ctx() context: Context,
    @Arg('input', () => CompleteSsoLoginInput, { description: 'Arguments.' }) input: CompleteSsoLoginInput,
  ): Promise<Payload<SsoSignedIn>> {
    const { server, viewer, caller } = context
    const payload: Payload<SsoSignedIn> = await answer(input, () =>
      completeSsoLogin(server, input, { viewer, caller: caller ?? null }),
    )
    showAs(context, payload.user ? viewerOfUser(payload.user) : null)
    return { newlyConfirmed: false, ...payload }
  }
}

@Resolver()
export class SsoSessionResolver {
  @Mutation(() => SignInPayloadType, {
    nullable: true,
    description:
      'Begin a session with the code that the platform was called back with after a sign-on at `SsoProvider.startUrl`. It works once, within a minute. Needs no credential.',
  })
  async startSsoSession(
    @Ctx() context: Context,
    @Arg('input', () => StartSsoSessionInput, { description: 'Arguments.' }) input: StartSsoSessionInput,
  ): Promise<Payload<SignedIn>> {
    const payload: Payload<SignedIn> = await answer(input, () =>
      startSsoSession(context.server, input, context.caller ?? null),
    )
    showAs(context, payload.user ? viewerOfUser(payload.user) : null)
    return { mustChangePassword: false, ...payload }
  }
}

@Resolver(() => OrganizationType)
export class OrganizationSsoResolver {
  @FieldResolver(() => Boolean, {
    description:
      'Whether users may sign in through single sign-on; the first such sign-in confirms a pending user. On once there is a provider.',
  })
  ssoEnabled(@Ctx() context: Context): Promise<boolean> {
    return hasSso(reading(context))
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether users sign in by single sign-on alone, and no password is taken.',
  })
  ssoOnly(@Root() organization: Organization): boolean {
    return organization.ssoOnly
  }

  @Mutation(() => SetSsoOnlyPayloadType, {
    nullable: true,
    description:
      'Take no password any more, or take them again. An Owner has to have signed on before; sessions that began with a password end. Requires OWNER.',
  })
  setSsoOnly(
    @Ctx() context: Context,
    @Arg('input', () => SetSsoOnlyInput, { description: 'Arguments.' }) input: SetSsoOnlyInput,
  ): Promise<Payload<{ organization: Organization }>> {
    return mutate(context, input, setSsoOnly)
  }
}

/** The provider of that id, for those who may list them. */
export const findSsoProviderNode: FindNode = async (context, id) =>
  canAdminister(requireViewer(context)) ? rowsById(context, SsoProvider).load(id) : null
