import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { OrganizationType } from '../access/graphql.ts'
import { NodeType } from '../base/graphql/node.ts'
import { UrlScalar } from '../base/graphql/scalars.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { UserType } from '../users/graphql-types.ts'

@ObjectType('SsoDomain', { description: 'A domain that was proved to be the organization’s.' })
export class SsoDomainType {
  @Field(() => String, { description: 'What stands behind the @ of addresses.' })
  domain!: string

  @Field(() => Date, { description: 'When the DNS last proved it.' })
  provedAt!: Date
}

@ObjectType('SsoProvider', {
  implements: NodeType,
  description: 'Where users sign in elsewhere, by OpenID Connect.',
})
export class SsoProviderType extends NodeType {
  @Field(() => String, { description: 'Name for people.' })
  name!: string

  @Field(() => UrlScalar, { description: 'Its issuer, exactly as its tokens name it.' })
  issuer!: string

  @Field(() => String, { description: 'Who we are to it: the audience of its tokens.' })
  clientId!: string

  @Field(() => Boolean, {
    description: 'Whether somebody unknown becomes a user, with the role LEARNER, at the first sign-on.',
  })
  createsUsers!: boolean

  @Field(() => Boolean, {
    description: 'Whether its addresses are believed where it does not call them verified.',
  })
  assertsAddresses!: boolean

  @Field(() => Date, { description: 'When it was set up.' })
  createdAt!: Date
}

@InputType('CreateSsoProviderInput', { description: 'Arguments of `createSsoProvider`.' })
export class CreateSsoProviderInput {
  @Field(() => String, { description: 'Name for people, such as Okta.' })
  name!: string

  @Field(() => String, {
    description: 'Issuer, letter by letter as the provider shows it; it is asked for its metadata at once.',
  })
  issuer!: string

  @Field(() => String, { description: 'Client id that the provider gave to the platform.' })
  clientId!: string

  @Field(() => String, {
    nullable: true,
    description: 'Client secret, where the provider gave one; kept encrypted and never shown again.',
  })
  clientSecret?: string | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether somebody unknown with an address at a proved domain becomes a user at the first sign-on. Left out means no.',
  })
  createsUsers?: boolean | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Believe the addresses it names though it does not call them verified, as Entra does not. Requires OWNER. Left out means no.',
  })
  assertsAddresses?: boolean | null
}

@ObjectType('CreateSsoProviderPayload', {
  implements: MutationPayloadType,
  description: 'What `createSsoProvider` did.',
})
export class CreateSsoProviderPayloadType extends MutationPayloadType {
  @Field(() => SsoProviderType, { nullable: true, description: 'The provider; next, prove its domains.' })
  ssoProvider!: SsoProviderType | null
}

@InputType('VerifySsoDomainInput', { description: 'Arguments of `verifySsoDomain`.' })
export class VerifySsoDomainInput {
  @Field(() => ID, { description: 'The provider.' })
  ssoProviderId!: string

  @Field(() => String, { description: 'The domain, such as example.com.' })
  domain!: string
}

@ObjectType('VerifySsoDomainPayload', { implements: MutationPayloadType, description: 'What `verifySsoDomain` did.' })
export class VerifySsoDomainPayloadType extends MutationPayloadType {
  @Field(() => SsoProviderType, { nullable: true, description: 'The provider, with the domain among its domains.' })
  ssoProvider!: SsoProviderType | null
}

@InputType('DeleteSsoProviderInput', { description: 'Arguments of `deleteSsoProvider`.' })
export class DeleteSsoProviderInput {
  @Field(() => ID, { description: 'The provider.' })
  ssoProviderId!: string
}

@ObjectType('DeleteSsoProviderPayload', {
  implements: MutationPayloadType,
  description: 'What `deleteSsoProvider` did.',
})
export class DeleteSsoProviderPayloadType extends MutationPayloadType {
  @Field(() => ID, { nullable: true, description: 'Id of the provider removed.' })
  deletedId!: string | null
}

@InputType('SetSsoOnlyInput', { description: 'Arguments of `setSsoOnly`.' })
export class SetSsoOnlyInput {
  @Field(() => Boolean, { description: 'Whether no password is taken any more.' })
  ssoOnly!: boolean
}

@ObjectType('SetSsoOnlyPayload', { implements: MutationPayloadType, description: 'What `setSsoOnly` did.' })
export class SetSsoOnlyPayloadType extends MutationPayloadType {
  @Field(() => OrganizationType, { nullable: true, description: 'The organization.' })
  organization!: OrganizationType | null
}

@InputType('StartSsoSessionInput', { description: 'Arguments of `startSsoSession`.' })
export class StartSsoSessionInput {
  @Field(() => String, { description: 'The code that the platform was called back with.' })
  code!: string
}

@InputType('CompleteSsoLoginInput', { description: 'Arguments of `completeSsoLogin`.' })
export class CompleteSsoLoginInput {
  @Field(() => String, {
    description: "The OpenID Connect identity token, which the server checks against the organization's issuer.",
  })
  idToken!: string
}

@ObjectType('CompleteSsoLoginPayload', { implements: MutationPayloadType, description: 'What `completeSsoLogin` did.' })
export class CompleteSsoLoginPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The user.' })
  user!: UserType | null

  @Field(() => Boolean, { description: 'Whether this sign-in confirmed them.' })
  newlyConfirmed!: boolean
}
