import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import { OrganizationType, ViewerType } from '../access/graphql.ts'
import { HrIntegration } from '../access/hr-integration.ts'
import { canManagePeople, requireManagePeople } from '../access/permissions.ts'
import { requireScope } from '../access/scopes.ts'
import { PageArgs, pageRequest, type Connection } from '../base/graphql/connection.ts'
import { bareId, withBareIds } from '../base/graphql/ids.ts'
import { answer, mutate, reading, requireViewer, showAs, type Context, type Payload } from '../base/graphql/mutate.ts'
import type { FindNode } from '../base/graphql/node.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { ApiKeyScope, Permission, ViewerKind, viewerUserId, type Viewer } from '../base/viewer.ts'
import { createTeam } from '../teams/create-team.ts'
import { LocationType, TeamType } from '../teams/graphql.ts'
import { locationsById, teamsById } from '../teams/load-teams.ts'
import type { Location } from '../teams/location.ts'
import type { Team } from '../teams/team.ts'
import { updateTeam } from '../teams/update-team.ts'
import { countUsers } from './count-users.ts'
import { deactivateUser } from './deactivate-user.ts'
import { findUserByEmail } from './find-user-by-email.ts'
import { findUsers } from './find-users.ts'
import {
  CreateTeamInput,
  DeactivateUserInput,
  SetUserPasswordInput,
  UpdateTeamInput,
  UpdateUserInput,
} from './graphql-inputs.ts'
import {
  CreateTeamPayloadType,
  DeactivateUserPayloadType,
  EmailTakenErrorType,
  SetUserPasswordPayloadType,
  UpdateTeamPayloadType,
  UpdateUserPayloadType,
  UserConnectionType,
  UserCountsType,
  UserHrSyncType,
  UserType,
} from './graphql-types.ts'
import { hrFieldsOf } from './hr-fields.ts'
import { secondaryTeamsByUserId, usersById } from './load-users.ts'
import { requireManager } from './require-manager.ts'
import { setUserPassword } from './set-user-password.ts'
import { updateUser } from './update-user.ts'
import { permissionsOf, type User } from './user.ts'

@Resolver(() => UserType)
export class UserResolver {
  @FieldResolver(() => String, {
    description: 'Email address, lower case, unique in the organization, deactivated users included.',
  })
  email(@Root() user: User): string {
    return user.email.toLowerCase()
  }

  @FieldResolver(() => [Permission], { description: 'Permissions on top of the role.' })
  permissions(@Root() user: User): Permission[] {
    return permissionsOf(user)
  }

  @FieldResolver(() => TeamType, {
    nullable: true,
    description: 'The team whose manager is theirs, unless another was given for them alone.',
  })
  async primaryTeam(@Ctx() context: Context, @Root() user: User): Promise<Team | null> {
    return user.primaryTeamId ? teamsById(context).load(user.primaryTeamId) : null
  }

  @FieldResolver(() => [TeamType], { description: 'Further teams.' })
  secondaryTeams(@Ctx() context: Context, @Root() user: User): Promise<Team[]> {
    return secondaryTeamsByUserId(context).load(user.id)
  }

  @FieldResolver(() => LocationType, { nullable: true, description: 'Where the user works.' })
  async location(@Ctx() context: Context, @Root() user: User): Promise<Location | null> {
    return user.locationId ? locationsById(context).load(user.locationId) : null
  }

  @FieldResolver(() => UserHrSyncType, {
    nullable: true,
    description: 'The HR integration that looks after the user; null where none does.',
  })
  async hrSync(@Ctx() context: Context, @Root() user: User): Promise<UserHrSyncType | null> {
    const { hrIntegrationId, hrReleasedAt } = user
    const integration = hrIntegrationId && (await rowsById(context, HrIntegration).load(hrIntegrationId))
    if (!integration) return null
    return { hrIntegrationName: integration.name, ownedFields: hrFieldsOf(user), releasedAt: hrReleasedAt }
  }

  @FieldResolver(() => UserType, {
    nullable: true,
    description:
      'The manager given for this user alone, else the manager of the primary team; null where there is neither, and for the manager of the team themself.',
  })
  async manager(@Ctx() context: Context, @Root() user: User): Promise<User | null> {
    const own = user.managerId ? await usersById(context).load(user.managerId) : null
    if (own) return own
    const team = user.primaryTeamId ? await teamsById(context).load(user.primaryTeamId) : null
    return team?.managerId && team.managerId !== user.id ? usersById(context).load(team.managerId) : null
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether the manager was given for this user alone, whoever manages the primary team.',
  })
  hasOwnManager(@Root() user: User): boolean {
    return user.managerId !== null
  }

  @Query(() => UserType, {
    nullable: true,
    description: 'A user by id. Requires people access, except for oneself.',
  })
  user(@Ctx() context: Context, @Arg('id', () => ID, { description: 'The id.' }) id: string): Promise<User | null> {
    const userId = bareId('User', id)
    if (userId !== viewerUserId(requireViewer(context))) requireManagePeople(reading(context))
    return usersById(context).load(userId)
  }

  @Query(() => UserType, {
    nullable: true,
    description: 'A user by email address, upper and lower case alike. Requires people access.',
  })
  userByEmail(
    @Ctx() context: Context,
    @Arg('email', () => String, { description: 'The email address.' }) email: string,
  ): Promise<User | null> {
    return findUserByEmail(reading(context), email)
  }

  @Mutation(() => UpdateUserPayloadType, {
    nullable: true,
    description:
      'Change a user. Changing the email address of a pending user revokes the invite that went to the old one. Requires people access.',
  })
  updateUser(
    @Ctx() context: Context,
    @Arg('input', () => UpdateUserInput, { description: 'Arguments.' }) input: UpdateUserInput,
  ): Promise<Payload<{ user: User }>> {
    return mutate(context, input, updateUser)
  }

  @Mutation(() => DeactivateUserPayloadType, {
    nullable: true,
    description: 'Stop a user from signing in; sessions end at once. Requires people access.',
  })
  deactivateUser(
    @Ctx() context: Context,
    @Arg('input', () => DeactivateUserInput, { description: 'Arguments.' }) input: DeactivateUserInput,
  ): Promise<Payload<{ user: User }>> {
    return mutate(context, input, deactivateUser)
  }

  @Mutation(() => SetUserPasswordPayloadType, {
    nullable: true,
    description:
      'Set a password for a user, which also confirms a pending one. The user is told by mail, without the password. Requires OWNER, ADMIN or HR.',
  })
  setUserPassword(
    @Ctx() context: Context,
    @Arg('input', () => SetUserPasswordInput, { description: 'Arguments.' }) input: SetUserPasswordInput,
  ): Promise<Payload<{ user: User }>> {
    const viewer = requireViewer(context)
    showAs(context, null)
    return answer(input, () => setUserPassword(context.server, viewer, withBareIds(input)))
  }
}

@Resolver(() => TeamType)
export class TeamUsersResolver {
  @FieldResolver(() => UserType, { nullable: true, description: 'Manager.' })
  async manager(@Ctx() context: Context, @Root() { managerId }: Team): Promise<User | null> {
    return managerId ? usersById(context).load(managerId) : null
  }

  @FieldResolver(() => UserConnectionType, {
    description: 'Users whose primary or secondary team this is. Requires people access.',
  })
  members(
    @Ctx() context: Context,
    @Root() team: Team,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<User>> {
    // A team that a key may change leads to everybody in it, whom only one that may read may see.
    requireScope(requireViewer(context), ApiKeyScope.READ)
    return findUsers(reading(context), { conditions: { teamId: [team.id] }, page: pageRequest(page) })
  }

  @Mutation(() => CreateTeamPayloadType, { nullable: true, description: 'Make a team. Requires people access.' })
  createTeam(
    @Ctx() context: Context,
    @Arg('input', () => CreateTeamInput, { description: 'Arguments.' }) input: CreateTeamInput,
  ): Promise<Payload<{ team: Team }>> {
    return mutate(context, input, (work, values) => createTeam(work, values, requireManager))
  }

  @Mutation(() => UpdateTeamPayloadType, {
    nullable: true,
    description:
      'Change a team; a new manager becomes the manager of everybody whose primary team it is. Requires people access.',
  })
  updateTeam(
    @Ctx() context: Context,
    @Arg('input', () => UpdateTeamInput, { description: 'Arguments.' }) input: UpdateTeamInput,
  ): Promise<Payload<{ team: Team }>> {
    return mutate(context, input, (work, values) => updateTeam(work, values, requireManager))
  }
}

@Resolver(() => ViewerType)
export class ViewerUserResolver {
  @FieldResolver(() => UserType, { nullable: true, description: 'The signed-in user; null for an API key.' })
  async user(@Ctx() context: Context, @Root() { kind, id }: Viewer): Promise<User | null> {
    return kind === ViewerKind.USER && id ? usersById(context).load(id) : null
  }
}

@Resolver(() => OrganizationType)
export class OrganizationUsersResolver {
  @FieldResolver(() => UserCountsType, { description: 'How many users are in each status. Requires people access.' })
  async userCounts(@Ctx() context: Context): Promise<UserCountsType> {
    const counts = await countUsers(reading(context))
    return {
      notInvited: counts.NOT_INVITED,
      inviteScheduled: counts.INVITE_SCHEDULED,
      invitePending: counts.INVITE_PENDING,
      confirmed: counts.CONFIRMED,
      deactivated: counts.DEACTIVATED,
    }
  }
}

@Resolver(() => EmailTakenErrorType)
export class EmailTakenErrorResolver {
  @FieldResolver(() => UserType, {
    nullable: true,
    description: 'The user who has it, if the caller may see that user.',
  })
  async user(@Ctx() context: Context, @Root() { userId }: { userId: string }): Promise<User | null> {
    return canManagePeople(requireViewer(context)) ? usersById(context).load(userId) : null
  }
}

/** The user of that id, for themself and for those who may list users. */
export const findUserNode: FindNode = async (context, id) => {
  const viewer = requireViewer(context)
  return id === viewerUserId(viewer) || canManagePeople(viewer) ? usersById(context).load(id) : null
}
