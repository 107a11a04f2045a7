import { Arg, Ctx, Field, FieldResolver, ID, InterfaceType, Query, Resolver, Root } from 'type-graphql'
import { Fault } from '../errors.ts'
import { globalId, parseId, type NodeName } from './ids.ts'
import type { Context } from './mutate.ts'

const MOST_NODES = 100

/** An object with an id. Table classes are named like the types they are shown as. */
@InterfaceType('Node', {
  resolveType: (value: object) => value.constructor.name,
  description: 'An object that can be fetched again by its id with `node`.',
})
export abstract class NodeType {
  @Field(() => ID, {
    description:
      'Opaque, stable, globally unique. The prefix tells the type: `usr_`, `inv_`, `imp_`, `row_`, `team_`, `loc_`, `key_`, `org_`, `whk_`, `whd_`, `sso_`, `hr_`, `aud_`.',
  })
  id!: string
}

/** How a node is found by its bare id; null for one that does not exist or that the viewer may not see. */
export type FindNode = (context: Context, id: string) => Promise<object | null>

/** The lookups of all rooms. */
export type FindNodes = Partial<Record<NodeName, FindNode>>

/** The ids of all nodes, and the root fields `node` and `nodes` over the lookups of all rooms. */
export function nodeResolver(findNode: FindNodes): new () => object {
  const find = async (context: Context, id: string): Promise<object | null> => {
    const parsed = parseId(id)
    return (parsed && (await findNode[parsed.node]?.(context, parsed.id))) || null
  }

  @Resolver(() => NodeType)
  class NodeResolver {
    @FieldResolver()
    id(@Root() row: { id: string }): string {
      return globalId(row.constructor.name as NodeName, row.id)
    }

    @Query(() => NodeType, { nullable: true, description: 'Any object by its id.' })
    node(@Ctx() context: Context, @Arg('id', () => ID, { description: 'The id.' }) id: string): Promise<object | null> {
      return find(context, id)
    }

    @Query(() => [NodeType], {
      nullable: 'items',
      description: 'Several objects by their ids, in that order, null for those not found; at most 100.',
    })
    nodes(
      @Ctx() context: Context,
      @Arg('ids', () => [ID], { description: 'The ids.' }) ids: string[],
    ): Promise<(object | null)[]> {
      if (ids.length > MOST_NODES) {
        throw new Fault('BAD_USER_INPUT', `At most ${MOST_NODES} ids can be asked for at once, not ${ids.length}.`, {
          maximum: MOST_NODES,
        })
      }
      return Promise.all(ids.map((id) => find(context, id)))
    }
  }
  return NodeResolver
}
