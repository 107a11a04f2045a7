import { Arg, Args, Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql'
import { canManagePeople } from '../access/permissions.ts'
import { connectionType, PageArgs, pageRequest, type Connection } from '../base/graphql/connection.ts'
import { reading, requireViewer, type Context } from '../base/graphql/mutate.ts'
import { NodeType, type FindNode } from '../base/graphql/node.ts'
import { findLocations } from './find-locations.ts'
import { findTeams } from './find-teams.ts'
import { locationsById, teamsById } from './load-teams.ts'
import type { Location } from './location.ts'
import type { Team } from './team.ts'

@ObjectType('Team', {
  implements: NodeType,
  description: 'A team. Its manager is the manager of everybody whose primary team it is.',
})
export class TeamType extends NodeType {
  @Field(() => String, {
    description: 'Name, unique in the organization. Matching in an import is exact unless the settings say otherwise.',
  })
  name!: string
}

const TeamConnectionType = connectionType('Team', () => TeamType, { one: 'A team', many: 'teams' })

@ObjectType('Location', { implements: NodeType, description: 'A place of work.' })
export class LocationType extends NodeType {
  @Field(() => String, { description: 'Name, unique in the organization.' })
  name!: string
}

@Resolver(() => TeamType)
export class TeamResolver {
  @Query(() => TeamConnectionType, { nullable: true, description: 'Teams by name. Requires people access.' })
  teams(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('search', () => String, { nullable: true, description: 'Text that occurs in the name.' }) search:
      | string
      | null,
  ): Promise<Connection<Team>> {
    return findTeams(reading(context), search, pageRequest(page))
  }
}

@Resolver(() => LocationType)
export class LocationResolver {
  @Query(() => [LocationType], { nullable: true, description: 'All locations by name. Requires people access.' })
  locations(@Ctx() context: Context): Promise<Location[]> {
    return findLocations(reading(context))
  }
}

/** The team of that id, for those who may list teams. */
export const findTeamNode: FindNode = async (context, id) =>
  canManagePeople(requireViewer(context)) ? teamsById(context).load(id) : null

/** The location of that id, for those who may list locations. */
export const findLocationNode: FindNode = async (context, id) =>
  canManagePeople(requireViewer(context)) ? locationsById(context).load(id) : null
