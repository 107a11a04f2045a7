import {
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql'
import { actionWords } from '../audit/actions.ts'
import { AuditEvent } from '../audit/audit-event.ts'
import { changesOf, type AuditChange } from '../audit/changes-of.ts'
import { connectionType, PageArgs, pageRequest, type Connection } from '../base/graphql/connection.ts'
import { globalId, parseId } from '../base/graphql/ids.ts'
import { reading, requireViewer, type Context } from '../base/graphql/mutate.ts'
import { NodeType, type FindNode, type FindNodes } from '../base/graphql/node.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { ViewerKind } from '../base/viewer.ts'
import { findAuditEvents } from './find-audit-events.ts'
import { canAdminister } from './permissions.ts'

const ActorKind = { ...ViewerKind }

const NODE_OF_ACTOR = { USER: 'User', API_KEY: 'ApiKey', HR_INTEGRATION: 'HrIntegration', SYSTEM: 'User' } as const

registerEnumType(ActorKind, {
  name: 'ActorKind',
  description: 'Who did something.',
  valuesConfig: {
    USER: { description: 'A person.' },
    API_KEY: { description: 'A program with an API key.' },
    HR_INTEGRATION: { description: 'An HR system, through its integration.' },
    SYSTEM: { description: 'The server itself, such as when an import ends.' },
  },
})

@ObjectType('AuditChange', { description: 'A field that was changed, or something else that an audit event tells of.' })
class AuditChangeType implements AuditChange {
  @Field(() => String, { description: 'What it is called.' })
  field!: string

  @Field(() => String, {
    nullable: true,
    description: 'Value before, as text; null when there was none. A secret is masked.',
  })
  before!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Value since then, as text; null when there is none. A secret is masked.',
  })
  after!: string | null
}

@ObjectType('AuditEvent', { implements: NodeType, description: 'Something that was done, by whom and to what.' })
class AuditEventType extends NodeType {
  @Field(() => Date, { description: 'When.' })
  at!: Date

  @Field(() => String, { description: 'What, for example `user.deactivated`.' })
  action!: string

  @Field(() => ActorKind, { description: 'What kind of caller did it.' })
  actorKind!: ViewerKind

  @Field(() => String, {
    nullable: true,
    description:
      'The request it was done with, as in the header `x-request-id`; null for what the server does by itself.',
  })
  requestId!: string | null
}

@ArgsType()
class AuditEventsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only what was done to this object.' })
  subjectId?: string | null

  @Field(() => ID, { nullable: true, description: 'Only what this user or API key did.' })
  actorId?: string | null

  @Field(() => [String], {
    nullable: true,
    description: 'Only these actions, for example `user.deactivated`; left out means any.',
  })
  actions?: string[] | null

  @Field(() => Date, { nullable: true, description: 'Only what was done at this moment or later.' })
  since?: Date | null

  @Field(() => Date, { nullable: true, description: 'Only what was done before this moment.' })
  until?: Date | null
}

const AuditEventConnectionType = connectionType('AuditEvent', () => AuditEventType, {
  one: 'An audit event',
  many: 'audit events',
})

/** The door to what was done; the objects that it was done to are found by the lookups of all rooms. */
export function auditResolver(findNodes: FindNodes): new () => object {
  @Resolver(() => AuditEventType)
  class AuditEventResolver {
    @FieldResolver(() => String, { description: 'By whom, for people.' })
    actor(@Root() { actorLabel }: AuditEvent): string {
      return actorLabel
    }

    @FieldResolver(() => ID, {
      nullable: true,
      description: 'Id of the user or API key that did it; null for the server itself.',
    })
    actorId(@Root() { actorKind, actorId }: AuditEvent): string | null {
      return actorId && globalId(NODE_OF_ACTOR[actorKind], actorId)
    }

    @FieldResolver(() => ID, {
      nullable: true,
      description: 'Id of the object it was done to, which may be gone; null when it was done to none or to several.',
    })
    subjectId(@Root() { action, subjectId }: AuditEvent): string | null {
      const { subject } = actionWords(action)
      return subject && subjectId && globalId(subject, subjectId)
    }

    @FieldResolver(() => NodeType, { nullable: true, description: 'The object it was done to.' })
    subject(@Ctx() context: Context, @Root() { action, subjectId }: AuditEvent): Promise<object | null> | null {
      const { subject } = actionWords(action)
      return (subject && subjectId && findNodes[subject]?.(context, subjectId)) || null
    }

    @FieldResolver(() => String, { description: 'One sentence for a person.' })
    summary(@Root() { action, actorLabel }: AuditEvent): string {
      return `${actorLabel} ${actionWords(action).did}.`
    }

    @FieldResolver(() => [AuditChangeType], { description: 'What changed, field by field, with secrets masked.' })
    changes(@Root() { details }: AuditEvent): AuditChange[] {
      return changesOf(details)
    }

    @FieldResolver(() => String, {
      nullable: true,
      description: 'Address of the machine that called; null for what the server does by itself.',
    })
    ipAddress(@Root() { caller }: AuditEvent): string | null {
      return caller
    }

    @Query(() => AuditEventConnectionType, {
      nullable: true,
      description: 'What was done, newest first. Requires OWNER or ADMIN.',
    })
    auditEvents(
      @Ctx() context: Context,
      @Args(() => AuditEventsArgs) { subjectId, actorId, ...asked }: AuditEventsArgs,
    ): Promise<Connection<AuditEvent>> {
      const conditions = { ...asked, subjectId: anyBareId(subjectId), actorId: anyBareId(actorId) }
      return findAuditEvents(reading(context), conditions, pageRequest(asked))
    }
  }
  return AuditEventResolver
}

// An id of no kind fits nothing.
function anyBareId(id: string | null | undefined): string | null {
  return id == null ? null : (parseId(id)?.id ?? '')
}

/** The audit event of that id, for those who may list them. */
export const findAuditEventNode: FindNode = async (context, id) =>
  canAdminister(requireViewer(context)) ? rowsById(context, AuditEvent).load(id) : null
