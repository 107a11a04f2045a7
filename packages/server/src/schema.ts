import 'reflect-metadata'
import { createHash } from 'node:crypto'
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql'
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql'
import {
  findApiKeyNode,
  findOrganizationNode,
  OrganizationResolver,
  RoleNotAllowedErrorType,
  ViewerResolver,
} from './access/graphql.ts'
import { nodeResolver } from './base/graphql/node.ts'
import { DateTimeScalar } from './base/graphql/scalars.ts'
import { ServerInfoResolver } from './base/graphql/server-info.ts'
import { InputErrorType, NotFoundErrorType } from './base/graphql/user-error.ts'
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
  ImportResolver,
  ImportRowResolver,
  ImportSessionResolver,
  ImportUsersResolver,
  RowIssueResolver,
} from './imports/graphql.ts'
import { findInviteNode, InviteResolver, UserInvitesResolver } from './invites/graphql.ts'
import { SignInResolver } from './sign-in/graphql.ts'
import { findLocationNode, findTeamNode, LocationResolver, TeamResolver } from './teams/graphql.ts'
import { EmailTakenErrorType } from './users/graphql-types.ts'
import {
  EmailTakenErrorResolver,
  findUserNode,
  OrganizationUsersResolver,
  TeamUsersResolver,
  UserResolver,
  ViewerUserResolver,
} from './users/graphql.ts'

/** The doors of all rooms, lowest floor first. */
const resolvers: NonEmptyArray<Function> = [
  ServerInfoResolver,
  ViewerResolver,
  OrganizationResolver,
  TeamResolver,
  LocationResolver,
  UserResolver,
  TeamUsersResolver,
  ViewerUserResolver,
  OrganizationUsersResolver,
  EmailTakenErrorResolver,
  InviteResolver,
  UserInvitesResolver,
  SignInResolver,
  ImportUsersResolver,
  ImportResolver,
  ImportSessionResolver,
  ImportPreviewResolver,
  ImportRowResolver,
  RowIssueResolver,
  nodeResolver({
    Organization: findOrganizationNode,
    ApiKey: findApiKeyNode,
    Team: findTeamNode,
    Location: findLocationNode,
    User: findUserNode,
    Invite: findInviteNode,
    ImportSession: findImportNode,
    ImportRow: findImportRowNode,
  }),
]

/** Types that only an interface reaches. */
const orphanedTypes: Function[] = [
  InputErrorType,
  NotFoundErrorType,
  RoleNotAllowedErrorType,
  EmailTakenErrorType,
  FileErrorType,
  MappingErrorType,
  ImportStateErrorType,
  DeactivationGuardErrorType,
]

/** Builds the one schema of the API from the doors. */
export function makeSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers,
    orphanedTypes,
    validate: false,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
  })
}

/** The schema as text, in alphabetical order, so that a difference is a change. */
export function schemaText(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}

/** SHA-256 of a schema's text, so that a client can tell whether it was generated from the same one. */
export function schemaHash(schema: GraphQLSchema): string {
  return createHash('sha256').update(schemaText(schema)).digest('hex')
}
