import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql'
import { UserErrorCode } from '../base/errors.ts'
import { PageArgs, pageRequest, type Connection } from '../base/graphql/connection.ts'
import { withBareIds } from '../base/graphql/ids.ts'
import { mutateInSteps, reading, type Context, type Payload } from '../base/graphql/mutate.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { admitInvites } from '../invites/admit-invites.ts'
import { InviteStatus } from '../invites/invite.ts'
import {
  resendInvites,
  type ResendInvitesResult,
  type ResendInvitesValues,
  type ResendSkip,
} from '../invites/resend-invites.ts'
import { findUsers, OrderDirection, UserOrderField } from '../users/find-users.ts'
import { UserConditionsInput, UserOrderInput } from '../users/graphql-inputs.ts'
import { UserConnectionType, UserType } from '../users/graphql-types.ts'
import { usersById } from '../users/load-users.ts'
import type { User } from '../users/user.ts'
import { whereFilter } from './where-filter.ts'

@InputType('UserFilter', {
  description: 'Which users to list. Several fields must all fit; several values of one field are alternatives.',
})
class UserFilter extends UserConditionsInput {
  @Field(() => [InviteStatus], {
    nullable: true,
    description: 'Users whose newest invite has one of these statuses.',
  })
  inviteStatus?: InviteStatus[] | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: users to whom no invite was ever made. false: the others.',
  })
  neverInvited?: boolean | null

  @Field(() => Date, { nullable: true, description: 'Users whose newest invite was asked for at or after.' })
  invitedAfter?: Date | null

  @Field(() => Date, { nullable: true, description: 'Users whose newest invite was asked for before.' })
  invitedBefore?: Date | null

  @Field(() => ID, { nullable: true, description: 'Users created or changed by this import.' })
  importId?: string | null
}

@ArgsType()
class UsersArgs extends PageArgs {
  @Field(() => UserFilter, { nullable: true, description: 'Which users.' })
  filter?: UserFilter | null

  @Field(() => UserOrderInput, {
    nullable: true,
    defaultValue: { field: UserOrderField.NAME, direction: OrderDirection.ASC },
    description: 'In which order.',
  })
  orderBy?: UserOrderInput | null
}

@InputType('ResendInvitesInput', {
  description:
    'Arguments of `resendInvites`. Give `userIds`, or `filter` with at least one condition; nobody who has confirmed is sent anything.',
})
class ResendInvitesInput {
  @Field(() => [ID], { nullable: true, description: 'The users, at most 1,000.' })
  userIds?: string[] | null

  @Field(() => UserFilter, { nullable: true, description: 'Which users.' })
  filter?: UserFilter | null

  @Field(() => Date, { nullable: true, description: 'When to send; left out means at once.' })
  sendAt?: Date | null

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Only count, send nothing.' })
  dryRun?: boolean | null

  @Field(() => String, { nullable: true, description: 'See `inviteUser`.' })
  idempotencyKey?: string | null
}

@ObjectType('ResendSkip', { description: 'Users to whom nothing was sent.' })
class ResendSkipType {
  @Field(() => UserErrorCode, { description: 'Why.' })
  reason!: UserErrorCode

  @Field(() => Int, { description: 'How many.' })
  count!: number
}

@ObjectType('ResendInvitesPayload', { implements: MutationPayloadType, description: 'What `resendInvites` did.' })
class ResendInvitesPayloadType extends MutationPayloadType {
  @Field(() => Int, { description: 'Invites queued or scheduled, or that would be with `dryRun`.' })
  queued!: number

  @Field(() => [ResendSkipType], { description: 'Users left out, by reason.' })
  skipped!: ResendSkip[]
}

@Resolver()
export class ImportUsersResolver {
  @Query(() => UserConnectionType, { nullable: true, description: 'Users. Requires people access.' })
  users(
    @Ctx() context: Context,
    @Args(() => UsersArgs) { filter, orderBy, ...page }: UsersArgs,
  ): Promise<Connection<User>> {
    return findUsers(reading(context), {
      order: orderBy ?? undefined,
      page: pageRequest(page),
      also: (query) => whereFilter(query, withBareIds(filter ?? {}), context.server.now()),
    })
  }

  @Mutation(() => ResendInvitesPayloadType, {
    nullable: true,
    description:
      'Send fresh links to many pending users, for example all of an import, or all whose link expired; and the first one to those never invited. Requires people access.',
  })
  async resendInvites(
    @Ctx() context: Context,
    @Arg('input', () => ResendInvitesInput, { description: 'Arguments.' }) input: ResendInvitesInput,
  ): Promise<Payload<ResendInvitesResult>> {
    const count = () => resendInvites((part) => part(reading(context)), { ...whomOf(context, input), dryRun: true })
    const payload = await mutateInSteps(
      context,
      input,
      (run) => (input.dryRun ? count() : resendInvites(run, whomOf(context, input))),
      {
        mutation: 'resendInvites',
        note: ({ queued, skipped }) => ({ queued: String(queued), skipped: JSON.stringify(skipped) }),
        recall: async (_, { queued, skipped }) => ({
          queued: Number(queued),
          skipped: JSON.parse(skipped ?? '[]') as ResendSkip[],
        }),
        admit: async (viewer) => {
          if (!input.dryRun) await admitInvites(context.server, viewer, (await count()).queued)
        },
      },
    )
    return { queued: 0, skipped: [], ...payload }
  }
}

@Resolver(() => ResendSkipType)
export class ResendSkipResolver {
  @FieldResolver(() => [UserType], { description: 'The first of them, at most twenty.' })
  async users(@Ctx() context: Context, @Root() { userIds }: ResendSkip): Promise<User[]> {
    const users = await Promise.all(userIds.map((id) => usersById(context).load(id)))
    return users.filter((user) => user !== null)
  }
}

function whomOf(context: Context, input: ResendInvitesInput): ResendInvitesValues {
  const { userIds, filter, sendAt } = withBareIds(input)
  const hasCondition = Object.values(filter ?? {}).some((value) => !isNoCondition(value))
  const now = context.server.now()
  return {
    userIds,
    sendAt,
    matching: hasCondition ? (query) => whereFilter(query, withBareIds(filter ?? {}), now) : null,
  }
}

// An empty search box is everybody to a list, and must not be everybody to a mailing.
function isNoCondition(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
}
