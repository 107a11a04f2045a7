import 'reflect-metadata'
import { createHash } from 'node:crypto'
import {
  defaultFieldResolver,
  lexicographicSortSchema,
  printSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql'
import {
  ApiKeyResolver,
  findApiKeyNode,
  findOrganizationNode,
  OrganizationResolver,
  RoleNotAllowedErrorType,
  ViewerResolver,
} from './access/graphql.ts'
import { auditResolver, findAuditEventNode } from './access/graphql-audit.ts'
import { scopeOf, requireScope } from './access/scopes.ts'
import { nodeResolver, type FindNodes } from './base/graphql/node.ts'
import { readerOf, type Context } from './base/graphql/mutate.ts'
import { DateTimeScalar } from './base/graphql/scalars.ts'
import { ServerInfoResolver } from './base/graphql/server-info.ts'
import { InputErrorType, NotFoundErrorType } from './base/graphql/user-error.ts'
import {
  findHrIntegrationNode,
  HrIntegrationResolver,
  HrRosterResolver,
  HrSourceResolver,
  OrganizationHrSyncResolver,
} from './hr-sync/graphql.ts'
import {
  DeactivationGuardErrorType,
  FileErrorType,
  ImportStateErrorType,
  MappingErrorType,
} from './imports/graphql-types.ts'
import {
  findImportNode,
  findImportRowNode,
  ImportPreviewResolver,
  ImportProgressResolver,
  ImportReportResolver,
  ImportResolver,
  ImportRowResolver,
  ImportSettingsResolver,
  ImportSessionResolver,
  RowIssueResolver,
} from './imports/graphql.ts'
import { UploadsResolver } from './imports/graphql-uploads.ts'
import { ImportUsersResolver, ResendSkipResolver } from './imports/graphql-users.ts'
import { InvitePreviewResolver } from './invites/graphql-preview.ts'
import { findInviteNode, InviteResolver, UserInvitesResolver } from './invites/graphql.ts'
import { SignInResolver } from './sign-in/graphql.ts'
import { findSsoProviderNode, OrganizationSsoResolver, SsoResolver, SsoSessionResolver } from './sign-in/graphql-sso.ts'
import { findLocationNode, findTeamNode, LocationResolver, TeamResolver } from './teams/graphql.ts'
import { CustomFieldResolver } from './users/graphql-custom-fields.ts'
import { OrganizationSettingsResolver } from './users/graphql-organization.ts'
import { EmailTakenErrorType, HrOwnedErrorType } from './users/graphql-types.ts'
import {
  EmailTakenErrorResolver,
  findUserNode,
  OrganizationUsersResolver,
  TeamUsersResolver,
  UserResolver,
  ViewerUserResolver,
} from './users/graphql.ts'
import { isPersonal, requireToSee } from './users/require-to-see.ts'
import type { User } from './users/user.ts'
import { findWebhookDeliveryNode, findWebhookNode, WebhookResolver } from './webhooks/graphql.ts'

/** How a node of each kind is found. */
const findNodes: FindNodes = {
  Organization: findOrganizationNode,
  ApiKey: findApiKeyNode,
  Team: findTeamNode,
  Location: findLocationNode,
  User: findUserNode,
  Invite: findInviteNode,
  ImportSession: findImportNode,
  ImportRow: findImportRowNode,
  Webhook: findWebhookNode,
  WebhookDelivery: findWebhookDeliveryNode,
  SsoProvider: findSsoProviderNode,
  HrIntegration: findHrIntegrationNode,
  AuditEvent: findAuditEventNode,
}

/** The doors of all rooms, lowest floor first. */
const resolvers: NonEmptyArray<Function> = [
  ServerInfoResolver,
  ViewerResolver,
  ApiKeyResolver,
  OrganizationResolver,
  TeamResolver,
  LocationResolver,
  WebhookResolver,
  UserResolver,
  TeamUsersResolver,
  ViewerUserResolver,
  OrganizationUsersResolver,
  OrganizationSettingsResolver,
  CustomFieldResolver,
  EmailTakenErrorResolver,
  InviteResolver,
  UserInvitesResolver,
  InvitePreviewResolver,
  SignInResolver,
  SsoResolver,
  SsoSessionResolver,
  OrganizationSsoResolver,
  ImportUsersResolver,
  ResendSkipResolver,
  UploadsResolver,
  ImportResolver,
  ImportSessionResolver,
  ImportPreviewResolver,
  ImportProgressResolver,
  ImportReportResolver,
  ImportRowResolver,
  ImportSettingsResolver,
  RowIssueResolver,
  HrIntegrationResolver,
  HrRosterResolver,
  HrSourceResolver,
  OrganizationHrSyncResolver,
  auditResolver(findNodes),
  nodeResolver(findNodes),
]

/** Types that only an interface reaches. */
const orphanedTypes: Function[] = [
  InputErrorType,
  NotFoundErrorType,
  RoleNotAllowedErrorType,
  EmailTakenErrorType,
  HrOwnedErrorType,
  FileErrorType,
  MappingErrorType,
  ImportStateErrorType,
  DeactivationGuardErrorType,
]

const ABOUT = `
Rollcall API: invite users one by one, or import many from a CSV file.

An import moves through UPLOADED -> MAPPED -> CONFIGURED -> COMMITTING -> COMMITTED.
Mistakes a person can fix arrive as data in \`userErrors\`; everything else arrives in the top-level \`errors\` list
with one of the codes of \`ApiErrorCode\` in \`extensions.code\`.`

const ABOUT_QUERY = `
Reading. Lists return 50 items when neither \`first\` nor \`last\` is given, and never more than \`serverInfo.maxPageSize\`.
A field the caller may not read is null, with a FORBIDDEN error that names its path; the other fields are still answered.`

const ABOUT_MUTATION = `
Changing. Each mutation takes one \`input\` and returns a payload; look at \`userErrors\` first.
People access means: OWNER, ADMIN, HR, or CURATOR with the PEOPLE permission.`

const ABOUT_SUBSCRIPTION = `
Watching, by Server-Sent Events at \`/graphql/stream\`. Everything here can also be asked for again and again with
\`importSession.progress\`.`

async function* never(): AsyncGenerator<never> {}

/** Builds the one schema of the API from the doors. */
export function makeSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers,
    orphanedTypes,
    validate: false,
    // Subscriptions look for what has changed; nothing is published to them.
    pubSub: { publish() {}, subscribe: () => never() },
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
  })
  guardScopes(schema)
  guardUsers(schema)
  // Decorators describe everything but these four.
  schema.description = ABOUT.trim()
  const [query, mutation, subscription] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ]
  if (query) query.description = ABOUT_QUERY.trim()
  if (mutation) mutation.description = ABOUT_MUTATION.trim()
  if (subscription) subscription.description = ABOUT_SUBSCRIPTION.trim()
  return schema
}

/** A key that was limited to scopes is held to them at the root fields, whatever room they are of. */
function guardScopes(schema: GraphQLSchema): void {
  const mutation = schema.getMutationType()
  for (const type of [schema.getQueryType(), mutation, schema.getSubscriptionType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const scope = scopeOf(field.name, type === mutation)
      // What is watched is asked for once; what comes of it is an answer to that.
      const way = field.subscribe ? 'subscribe' : 'resolve'
      const resolve = field[way]
      if (!resolve) throw new Error(`The root field ${field.name} has no resolver`)
      field[way] = (source, args, context: Context, info): unknown => {
        requireScope(context.viewer, scope)
        return resolve(source, args, context, info)
      }
    }
  }
}

/** A user is come upon in many places, so what is personal is guarded in the fields and not on the way to them. */
function guardUsers(schema: GraphQLSchema): void {
  const user = schema.getType('User') as GraphQLObjectType<User, Context>
  for (const field of Object.values(user.getFields()).filter(({ name }) => isPersonal(name))) {
    const resolve = field.resolve ?? defaultFieldResolver
    field.resolve = (source, args, context, info): unknown => {
      requireToSee(readerOf(context), source)
      return resolve(source, args, context, info)
    }
  }
}

/** The schema as text, in alphabetical order, so that a difference is a change. */
export function schemaText(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}

/** SHA-256 of a schema's text, so that a client can tell whether it was generated from the same one. */
export function schemaHash(schema: GraphQLSchema): string {
  return createHash('sha256').update(schemaText(schema)).digest('hex')
}
