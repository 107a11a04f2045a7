import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql'
import { globalId } from '../base/graphql/ids.ts'
import { mutate, reading, requireViewer, type Context, type Payload } from '../base/graphql/mutate.ts'
import { NodeType, type FindNode } from '../base/graphql/node.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { MutationPayloadType, UserErrorType } from '../base/graphql/user-error.ts'
import { ApiKeyScope, Permission, Role, ViewerKind, type Viewer } from '../base/viewer.ts'
import { ApiKey } from './api-key.ts'
import { createApiKey } from './create-api-key.ts'
import { findApiKeys } from './find-api-keys.ts'
import { CreateApiKeyInput, RevokeApiKeyInput, RotateApiKeyInput } from './graphql-inputs.ts'
import { loadOrganization, type Organization } from './organization.ts'
import { canAdminister, canManagePeople, grantableRoles, PeopleAccess, ROLE_RIGHTS } from './permissions.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { rotateApiKey } from './rotate-api-key.ts'

registerEnumType(Role, {
  name: 'Role',
  description: 'A role, from the most to the least powerful.',
  valuesConfig: {
    OWNER: {
      description: 'May do everything, including handing out the OWNER role. At least one active owner always remains.',
    },
    ADMIN: { description: 'May do everything except touching owners.' },
    HR: { description: 'May manage people.' },
    CURATOR: { description: 'May manage content; may manage people only with the PEOPLE permission.' },
    LEARNING_DESIGNER: { description: 'May build learning content; may not manage people.' },
    REPORTER: { description: 'May read reports; may not manage people.' },
    LEARNER: { description: 'May learn.' },
  },
})

registerEnumType(Permission, {
  name: 'Permission',
  description: 'A permission that can be added to a role.',
  valuesConfig: {
    PEOPLE: {
      description: 'May manage people. Only meaningful for curators; owners, admins and HR have it anyway.',
    },
  },
})

registerEnumType(PeopleAccess, {
  name: 'PeopleAccess',
  description: 'Whether a role may manage people.',
  valuesConfig: {
    ALWAYS: { description: 'Yes.' },
    WITH_PERMISSION: { description: 'Only with the PEOPLE permission.' },
    NEVER: { description: 'No.' },
  },
})

registerEnumType(ApiKeyScope, {
  name: 'ApiKeyScope',
  description: 'What an API key may be limited to, of the rights of its role.',
  valuesConfig: {
    READ: { description: 'Read everything that the role may read.' },
    PEOPLE: { description: 'Invite, change, deactivate and reactivate users, and change teams.' },
    IMPORTS: { description: 'Upload, map, commit, cancel and undo imports.' },
    ADMINISTRATION: {
      description: 'Everything else that changes something: keys, passwords, webhooks, integrations, settings.',
    },
  },
})

// SYSTEM is us, and HR systems have routes of their own: neither calls the API.
const { SYSTEM: _, HR_INTEGRATION: __, ...CallerKind } = ViewerKind

registerEnumType(CallerKind, {
  name: 'ViewerKind',
  description: 'What kind of credential was sent.',
  valuesConfig: {
    API_KEY: { description: 'A program with an API key.' },
    USER: { description: 'A person with a session.' },
  },
})

@ObjectType('RoleDefinition', { description: 'What a role may do.' })
export class RoleDefinitionType {
  @Field(() => Role, { description: 'The role.' })
  role!: Role

  @Field(() => String, { description: 'Name for people.' })
  label!: string

  @Field(() => String, { description: 'One sentence on what it is for.' })
  description!: string

  @Field(() => PeopleAccess, {
    description: 'Whether it may manage people; CURATOR needs the PEOPLE permission for that.',
  })
  canManagePeople!: PeopleAccess

  @Field(() => [Role], { description: 'The roles that somebody with this role may give to others.' })
  canGrant!: readonly Role[]
}

@ObjectType('ApiKey', { implements: NodeType, description: 'A credential for a program.' })
class ApiKeyType extends NodeType {
  @Field(() => String, { description: 'Name for people.' })
  name!: string

  @Field(() => String, { description: 'Its first characters, enough to tell keys apart.' })
  prefix!: string

  @Field(() => Role, { description: 'Role it acts with.' })
  role!: Role

  @Field(() => [ApiKeyScope], {
    nullable: true,
    description: 'What of the rights of the role it has; null means all of them.',
  })
  scopes!: ApiKeyScope[] | null

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date

  @Field(() => Date, { nullable: true, description: 'When it stops working; null means never.' })
  expiresAt!: Date | null

  @Field(() => Date, {
    nullable: true,
    description: 'Until when the secret before the last rotation works too; null when it never was rotated.',
  })
  previousExpiresAt!: Date | null

  @Field(() => Date, { nullable: true, description: 'When it was last used, to the minute.' })
  lastUsedAt!: Date | null
}

@ObjectType('CreateApiKeyPayload', { implements: MutationPayloadType, description: 'What `createApiKey` did.' })
class CreateApiKeyPayloadType extends MutationPayloadType {
  @Field(() => ApiKeyType, { nullable: true, description: "The key's description." })
  apiKey!: ApiKeyType | null

  @Field(() => String, { nullable: true, description: 'The key itself, shown only this once.' })
  secret!: string | null
}

@ObjectType('RotateApiKeyPayload', { implements: MutationPayloadType, description: 'What `rotateApiKey` did.' })
class RotateApiKeyPayloadType extends MutationPayloadType {
  @Field(() => ApiKeyType, { nullable: true, description: "The key's description." })
  apiKey!: ApiKeyType | null

  @Field(() => String, { nullable: true, description: 'The new key itself, shown only this once.' })
  secret!: string | null
}

@ObjectType('RevokeApiKeyPayload', { implements: MutationPayloadType, description: 'What `revokeApiKey` did.' })
class RevokeApiKeyPayloadType extends MutationPayloadType {
  @Field(() => ID, { nullable: true, description: 'Id of the key revoked.' })
  deletedId!: string | null
}

@ObjectType('Organization', {
  implements: NodeType,
  description: 'The organization whose people these are, and its settings.',
})
export class OrganizationType extends NodeType {
  @Field(() => String, { description: 'Name, as it appears in invite emails.' })
  name!: string

  @Field(() => Int, { description: 'Hours until an invite link expires.' })
  inviteTtlHours!: number

  @Field(() => [String], { description: 'Email domains users may have; empty means any.' })
  allowedEmailDomains!: string[]

  @Field(() => Int, { description: 'The largest share of active users, in percent, that one import may deactivate.' })
  deactivationLimitPercent!: number
}

@ObjectType('Viewer', { description: 'Who is asking.' })
export class ViewerType {
  @Field(() => CallerKind, { description: 'What kind of credential was sent.' })
  kind!: ViewerKind
}

@ObjectType('RoleNotAllowedError', {
  implements: UserErrorType,
  description: 'The caller may not hand out or take away this role.',
})
export class RoleNotAllowedErrorType extends UserErrorType {
  @Field(() => Role, { description: 'The role that was asked for.' })
  role!: Role

  @Field(() => [Role], { description: 'The roles the caller may hand out.' })
  allowedRoles!: Role[]
}

@Resolver(() => ViewerType)
export class ViewerResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the caller may invite, import and edit people.' })
  canManagePeople(@Root() viewer: Viewer): boolean {
    return canManagePeople(viewer)
  }

  @FieldResolver(() => [Role], { description: 'The roles the caller may give to others.' })
  grantableRoles(@Root() viewer: Viewer): readonly Role[] {
    return grantableRoles(viewer)
  }

  @FieldResolver(() => OrganizationType, { description: 'The organization the caller belongs to.' })
  organization(@Ctx() context: Context): Promise<Organization> {
    return loadOrganization(reading(context))
  }

  @FieldResolver(() => ApiKeyType, { nullable: true, description: 'The API key; null for a signed-in user.' })
  async apiKey(@Ctx() context: Context, @Root() { kind, id }: Viewer): Promise<ApiKey | null> {
    return kind === ViewerKind.API_KEY && id ? rowsById(context, ApiKey).load(id) : null
  }

  @Query(() => ViewerType, { nullable: true, description: 'Who is asking. Null without a credential.' })
  viewer(@Ctx() context: Context): Viewer | null {
    return context.viewer && requireViewer(context)
  }

  @Query(() => [RoleDefinitionType], { description: 'All roles, the most powerful first, and what they may do.' })
  roles(@Ctx() context: Context): RoleDefinitionType[] {
    requireViewer(context)
    return Object.values(Role).map((role) => {
      const { label, description, managesPeople, grants } = ROLE_RIGHTS[role]
      return { role, label, description, canManagePeople: managesPeople, canGrant: grants }
    })
  }
}

@Resolver()
export class ApiKeyResolver {
  @Query(() => [ApiKeyType], { nullable: true, description: 'API keys, oldest first. Requires OWNER or ADMIN.' })
  apiKeys(@Ctx() context: Context): Promise<ApiKey[]> {
    return findApiKeys(reading(context))
  }

  @Mutation(() => CreateApiKeyPayloadType, {
    nullable: true,
    description:
      'Make a key for a program, such as a partner app. It ends with its expiry, when it is revoked, and when the user who made it is deactivated. Requires OWNER or ADMIN.',
  })
  createApiKey(
    @Ctx() context: Context,
    @Arg('input', () => CreateApiKeyInput, { description: 'Arguments.' }) input: CreateApiKeyInput,
  ): Promise<Payload<{ apiKey: ApiKey; secret: string }>> {
    return mutate(context, input, createApiKey)
  }

  @Mutation(() => RotateApiKeyPayloadType, {
    nullable: true,
    description:
      'Give a key another secret; the one before works for 24 hours more, so that both can be used while programs change over. Requires OWNER or ADMIN.',
  })
  rotateApiKey(
    @Ctx() context: Context,
    @Arg('input', () => RotateApiKeyInput, { description: 'Arguments.' }) input: RotateApiKeyInput,
  ): Promise<Payload<{ apiKey: ApiKey; secret: string }>> {
    return mutate(context, input, rotateApiKey)
  }

  @Mutation(() => RevokeApiKeyPayloadType, {
    nullable: true,
    description: 'End a key at once. Requires OWNER or ADMIN.',
  })
  async revokeApiKey(
    @Ctx() context: Context,
    @Arg('input', () => RevokeApiKeyInput, { description: 'Arguments.' }) input: RevokeApiKeyInput,
  ): Promise<Payload<{ deletedId: string }>> {
    const { apiKeyId, userErrors } = await mutate(context, input, revokeApiKey)
    return { userErrors, ...(apiKeyId && { deletedId: globalId('ApiKey', apiKeyId) }) }
  }
}

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  @Query(() => OrganizationType, { nullable: true, description: "The caller's organization." })
  organization(@Ctx() context: Context): Promise<Organization> {
    return loadOrganization(reading(context))
  }
}

/** The viewer's own organization, and no other. */
export const findOrganizationNode: FindNode = async (context, id) =>
  requireViewer(context).organizationId === id ? loadOrganization(reading(context)) : null

/** The API key that calls, for itself; every key for those who may list them. */
export const findApiKeyNode: FindNode = async (context, id) => {
  const viewer = requireViewer(context)
  return viewer.id === id || canAdminister(viewer) ? rowsById(context, ApiKey).load(id) : null
}
