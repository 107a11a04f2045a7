import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql'
import { OrganizationType } from '../access/graphql.ts'
import { canAdminister } from '../access/permissions.ts'
import { PageArgs, pageRequest, type Connection } from '../base/graphql/connection.ts'
import { globalId } from '../base/graphql/ids.ts'
import { mutate, reading, requireViewer, type Context, type Payload } from '../base/graphql/mutate.ts'
import type { FindNode } from '../base/graphql/node.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { UrlScalar } from '../base/graphql/scalars.ts'
import { ImportSessionType } from '../imports/graphql-types.ts'
import { ImportState, type ImportSession } from '../imports/import-session.ts'
import { importsById } from '../imports/load-imports.ts'
import { EmptyCellPolicy, NameMatching, UserMatchKey } from '../imports/import-settings.ts'
import type { User } from '../users/user.ts'
import { customFieldKey } from '../users/custom-field.ts'
import { hrFieldWords } from '../users/hr-fields.ts'
import { customFieldsOf } from '../users/load-custom-fields.ts'
import { attributesOf, isUsual, COMMON_FIELDS } from './attribute-mapping.ts'
import { createHrIntegration } from './create-hr-integration.ts'
import { deleteHrIntegration } from './delete-hr-integration.ts'
import { hasHrSync } from './has-hr-sync.ts'
import { findHrIntegrations } from './find-hr-integrations.ts'
import {
  CreateHrIntegrationInput,
  CreateHrIntegrationPayloadType,
  DeleteHrIntegrationInput,
  DeleteHrIntegrationPayloadType,
  HrAttributeMappingType,
  HrIntegrationConnectionType,
  HrIntegrationType,
  HrRosterType,
  HrSourceType,
  ReleaseHrUserInput,
  ReleaseHrUserPayloadType,
  RotateHrIntegrationTokenInput,
  RotateHrIntegrationTokenPayloadType,
  UpdateHrIntegrationInput,
  UpdateHrIntegrationPayloadType,
} from './graphql-types.ts'
import {
  HrIntegration,
  HrIntegrationStatus,
  HrProtocol,
  MOST_FAILURES,
  statusOf,
  type HrSyncFailure,
} from '../access/hr-integration.ts'
import type { HrRoster } from './hr-roster.ts'
import type { HrSourceSettings } from './hr-source-settings.ts'
import { rostersByIntegrationId, sourcesByIntegrationId } from './load-hr-rosters.ts'
import { hrUserCounts } from './load-hr-users.ts'
import { nextRun } from './schedule.ts'
import { releaseHrUser } from './release-hr-user.ts'
import { rotateHrIntegrationToken } from './rotate-hr-integration-token.ts'
import { updateHrIntegration } from './update-hr-integration.ts'

type ToldFailure = Omit<HrSyncFailure, 'at'> & { at: Date }

/** The import of the last roster, where it stopped before its end. */
async function failedImportOf(context: Context, { id, protocol }: HrIntegration): Promise<ImportSession | null> {
  const roster = protocol === HrProtocol.ROSTER ? await rostersByIntegrationId(context).load(id) : null
  const session = roster?.lastImportId ? await importsById(context).load(roster.lastImportId) : null
  return session?.state === ImportState.FAILED ? session : null
}

@Resolver(() => OrganizationType)
export class OrganizationHrSyncResolver {
  @FieldResolver(() => Boolean, {
    description:
      'Whether an HR integration keeps users in step. While none does, or all are paused, nobody is added, changed or deactivated unless somebody invites, edits or imports.',
  })
  hrSyncEnabled(@Ctx() context: Context): Promise<boolean> {
    return hasHrSync(reading(context))
  }
}

@Resolver(() => HrIntegrationType)
export class HrIntegrationResolver {
  @FieldResolver(() => HrIntegrationStatus, { description: 'Where it stands.' })
  async status(@Ctx() context: Context, @Root() integration: HrIntegration): Promise<HrIntegrationStatus> {
    const status = statusOf(integration)
    const isFailing = status === HrIntegrationStatus.ACTIVE && (await failedImportOf(context, integration))
    return isFailing ? HrIntegrationStatus.FAILING : status
  }

  @FieldResolver(() => UrlScalar, {
    description: 'Base address to enter in the HR system; a roster is sent to it with `PUT`.',
  })
  baseUrl(@Ctx() context: Context, @Root() { organizationId, protocol }: HrIntegration): string {
    const path = protocol === HrProtocol.ROSTER ? 'roster' : 'scim/v2'
    return `${context.server.config.publicUrl}/${path}/${organizationId}`
  }

  @FieldResolver(() => HrRosterType, { nullable: true, description: 'Of an integration with the protocol ROSTER.' })
  roster(@Ctx() context: Context, @Root() { id }: HrIntegration): Promise<HrRoster | null> {
    return rostersByIntegrationId(context).load(id)
  }

  @FieldResolver(() => HrSourceType, { nullable: true, description: 'Of an integration with the protocol BAMBOOHR.' })
  source(@Ctx() context: Context, @Root() { id }: HrIntegration): Promise<HrSourceSettings | null> {
    return sourcesByIntegrationId(context).load(id)
  }

  @FieldResolver(() => [HrAttributeMappingType], {
    description: 'From which attributes each field of its users is taken; none of a roster, which has columns.',
  })
  async attributeMapping(
    @Ctx() context: Context,
    @Root() integration: HrIntegration,
  ): Promise<HrAttributeMappingType[]> {
    if (integration.protocol === HrProtocol.ROSTER) return []
    const customFields = await customFieldsOf(context)
    return [...COMMON_FIELDS, ...customFields.map(({ key }) => customFieldKey(key))].map((field) => ({
      field,
      label: hrFieldWords(field, customFields),
      attributes: attributesOf(integration, field),
      isDefault: isUsual(integration, field),
    }))
  }

  @FieldResolver(() => Int, { description: 'How many users it looks after.' })
  userCount(@Ctx() context: Context, @Root() { id }: HrIntegration): Promise<number> {
    return hrUserCounts(context).load(id)
  }

  @FieldResolver()
  async recentFailures(@Ctx() context: Context, @Root() integration: HrIntegration): Promise<ToldFailure[]> {
    const told = integration.recentFailures.map((failure) => ({ ...failure, at: new Date(failure.at) }))
    const stopped = await failedImportOf(context, integration)
    if (!stopped) return told
    const message = `The import of ${stopped.fileName} stopped. ${stopped.failure ?? ''}`.trim()
    return [{ at: stopped.finishedAt ?? stopped.updatedAt, externalId: null, message }, ...told].slice(0, MOST_FAILURES)
  }

  @Query(() => HrIntegrationConnectionType, {
    nullable: true,
    description: 'HR integrations by name. Requires OWNER or ADMIN.',
  })
  hrIntegrations(@Ctx() context: Context, @Args(() => PageArgs) page: PageArgs): Promise<Connection<HrIntegration>> {
    return findHrIntegrations(reading(context), pageRequest(page))
  }

  @Mutation(() => CreateHrIntegrationPayloadType, {
    nullable: true,
    description: 'Make an HR integration; its token is shown only this once. Requires OWNER or ADMIN.',
  })
  createHrIntegration(
    @Ctx() context: Context,
    @Arg('input', () => CreateHrIntegrationInput, { description: 'Arguments.' }) input: CreateHrIntegrationInput,
  ): Promise<Payload<{ hrIntegration: HrIntegration; token: string }>> {
    return mutate(context, input, createHrIntegration)
  }

  @Mutation(() => UpdateHrIntegrationPayloadType, {
    nullable: true,
    description: 'Change, pause or resume an HR integration. Requires OWNER or ADMIN.',
  })
  updateHrIntegration(
    @Ctx() context: Context,
    @Arg('input', () => UpdateHrIntegrationInput, { description: 'Arguments.' }) input: UpdateHrIntegrationInput,
  ): Promise<Payload<{ hrIntegration: HrIntegration }>> {
    return mutate(context, input, updateHrIntegration)
  }

  @Mutation(() => RotateHrIntegrationTokenPayloadType, {
    nullable: true,
    description:
      'Replace the token of an HR integration; the old one works for 24 hours more. Requires OWNER or ADMIN.',
  })
  rotateHrIntegrationToken(
    @Ctx() context: Context,
    @Arg('input', () => RotateHrIntegrationTokenInput, { description: 'Arguments.' })
    input: RotateHrIntegrationTokenInput,
  ): Promise<Payload<{ hrIntegration: HrIntegration; token: string }>> {
    return mutate(context, input, rotateHrIntegrationToken)
  }

  @Mutation(() => ReleaseHrUserPayloadType, {
    nullable: true,
    description:
      'Let people and files change what an HR integration keeps in step of a user, or take that back. Requires OWNER.',
  })
  releaseHrUser(
    @Ctx() context: Context,
    @Arg('input', () => ReleaseHrUserInput, { description: 'Arguments.' }) input: ReleaseHrUserInput,
  ): Promise<Payload<{ user: User }>> {
    return mutate(context, input, releaseHrUser)
  }

  @Mutation(() => DeleteHrIntegrationPayloadType, {
    nullable: true,
    description: 'Remove an HR integration. Its users stay. Requires OWNER or ADMIN.',
  })
  deleteHrIntegration(
    @Ctx() context: Context,
    @Arg('input', () => DeleteHrIntegrationInput, { description: 'Arguments.' }) input: DeleteHrIntegrationInput,
  ): Promise<Payload<{ deletedId: string }>> {
    return mutate(context, input, async (work, values) => {
      const { hrIntegrationId } = await deleteHrIntegration(work, values)
      return { deletedId: globalId('HrIntegration', hrIntegrationId) }
    })
  }
}

@Resolver(() => HrSourceType)
export class HrSourceResolver {
  @FieldResolver()
  nextRunAt(@Ctx() { server }: Context, @Root() settings: HrSourceSettings): Date | null {
    return nextRun(settings, server.now())
  }
}

@Resolver(() => HrRosterType)
export class HrRosterResolver {
  @FieldResolver()
  hasAuthorization(@Root() { credential }: HrRoster): boolean {
    return credential !== null
  }

  @FieldResolver()
  nextRunAt(@Ctx() { server }: Context, @Root() { schedule, timeZone }: HrRoster): Date | null {
    return schedule === null ? null : nextRun({ schedule, timeZone }, server.now())
  }

  @FieldResolver(() => UserMatchKey)
  matchBy(@Root() { settings }: HrRoster): UserMatchKey {
    return settings.matchBy
  }

  @FieldResolver(() => String, { nullable: true })
  matchCustomField(@Root() { settings }: HrRoster): string | null {
    return settings.matchCustomField ?? null
  }

  @FieldResolver(() => EmptyCellPolicy)
  emptyCells(@Root() { settings }: HrRoster): EmptyCellPolicy {
    return settings.emptyCells
  }

  @FieldResolver(() => NameMatching)
  nameMatching(@Root() { settings }: HrRoster): NameMatching {
    return settings.nameMatching
  }

  @FieldResolver()
  createMissingTeams(@Root() { settings }: HrRoster): boolean {
    return settings.createMissingTeams
  }

  @FieldResolver()
  createMissingLocations(@Root() { settings }: HrRoster): boolean {
    return settings.createMissingLocations
  }

  @FieldResolver(() => ImportSessionType, { nullable: true })
  async lastImport(@Ctx() context: Context, @Root() { lastImportId }: HrRoster): Promise<ImportSession | null> {
    return lastImportId ? importsById(context).load(lastImportId) : null
  }
}

/** The integration of that id, for those who may list integrations. */
export const findHrIntegrationNode: FindNode = async (context, id) =>
  canAdminister(requireViewer(context)) ? rowsById(context, HrIntegration).load(id) : null
